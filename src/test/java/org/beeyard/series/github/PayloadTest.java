package org.beeyard.series.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.beeyard.series.github.Deliveries.Delivery;
import org.junit.jupiter.api.Test;

/** What a delivery of GitHub's tells the farm. */
class PayloadTest {

    private static final String HEAD = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void a_pull_request_that_has_changed_is_looked_at() throws IOException {
        for (String action : new String[] {"opened", "synchronize", "reopened", "closed", "edited"}) {
            assertThat(read("pull_request", "{'action': '" + action + "', 'number': 7}"))
                    .as(action)
                    .isEqualTo("PULL 7 anna ");
        }
        assertThat(read("pull_request", "{'action': 'labeled', 'number': 7}")).isEmpty();
        assertThat(read("pull_request", "{'action': 'opened', 'number': '7'}")).isEmpty();
    }

    @Test
    void a_push_to_a_branch_that_is_tested_is_that_branchs_and_any_other_has_all_looked_at() throws IOException {
        assertThat(read("push", "{'ref': 'refs/heads/ci-test/a'}")).isEqualTo("BRANCH null anna ci-test/a");
        assertThat(read("push", "{'ref': 'refs/heads/main'}")).isEqualTo("LOOK null anna ");
        assertThat(read("push", "{'ref': 'refs/tags/ci-test/a'}")).isEqualTo("LOOK null anna ");
        assertThat(read("push", "{}")).isEqualTo("LOOK null anna ");
    }

    @Test
    void a_new_comment_at_a_pull_request_matters_when_a_command_is_in_it() throws IOException {
        assertThat(comment("created", "'pull_request': {}", "/retest")).isEqualTo("COMMENT 7 maria /retest");
        assertThat(comment("created", "'pull_request': {}", "Thanks.")).isEmpty();
        assertThat(comment("created", "'labels': []", "/retest")).as("an issue").isEmpty();
        assertThat(comment("deleted", "'pull_request': {}", "/retest")).isEmpty();
    }

    private static String comment(String action, String issue, String body) throws IOException {
        return read("issue_comment", """
                {'action': '%s', 'issue': {'number': 7, %s}, 'comment': {'id': 9, 'user': {'login': 'maria'}, 'body': '%s',
                 'issue_url': 'https://api.github.com/repos/example/linux/issues/7',
                 'created_at': '2026-02-02T10:00:00Z', 'updated_at': '2026-02-02T10:00:00Z'}}
                """.formatted(action, issue, body));
    }

    @Test
    void githubs_buttons_run_one_check_again_or_all_of_a_commit() throws IOException {
        assertThat(read("check_run", "{'action': 'rerequested', 'check_run': {'external_id': '42'}}"))
                .isEqualTo("RERUN null anna 42");
        assertThat(read("check_suite", "{'action': 'rerequested', 'check_suite': {'head_sha': '" + HEAD + "'}}"))
                .isEqualTo("RERUN null anna suite " + HEAD);
        assertThat(read("check_run", "{'action': 'completed', 'check_run': {'external_id': '42'}}"))
                .as("the farm's own doing")
                .isEmpty();
        assertThat(read("check_suite", "{'action': 'requested', 'check_suite': {'head_sha': '" + HEAD + "'}}"))
                .isEmpty();
    }

    @Test
    void what_else_there_is_matters_nothing() throws IOException {
        assertThat(read("ping", "{'zen': 'Speak like a human.'}")).isEmpty();
        assertThat(read("star", "{'action': 'created'}")).isEmpty();
        assertThat(read("pull_request", "[]")).isEmpty();
    }

    /** Of a delivery by anna. */
    private static String read(String event, String payload) throws IOException {
        String json = payload.replace('\'', '"')
                .replaceFirst("^\\{", "{\"sender\": {\"login\": \"anna\"}, ")
                .replace(", }", "}");
        Optional<Delivery> told = Payload.read(
                "id",
                event,
                "example/linux@github.com",
                branch -> branch.startsWith("ci-test/"),
                new JsonMapper().readTree(json));
        return told.map(one -> one.kind() + " " + one.number() + " " + one.login() + " " + one.words())
                .orElse("");
    }
}
