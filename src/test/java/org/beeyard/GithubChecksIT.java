package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.github.FakeGithub.CheckRun;
import org.beeyard.github.GithubFault;
import org.beeyard.github.GithubRights;
import org.junit.jupiter.api.Test;

/** What the farm says at the heads of pull requests, as an App. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class GithubChecksIT extends BesideGithub {

    private static final String JOB = "beeyard-test-x86_64-test_progs";

    @Test
    void shows_a_check_run_for_each_job_and_the_verdict_when_it_is_there() throws IOException {
        String head = opened("anna");
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly(
                        "in_progress beeyard-test-summary: 2 jobs wait or run",
                        "in_progress beeyard-test-x86_64-build: Waiting or running",
                        "in_progress beeyard-test-x86_64-test_progs: Waiting or running"));
        end(series(), "PASSED");
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly(
                        "success beeyard-test-summary: No failures in 0 tests.",
                        "success beeyard-test-x86_64-build: Passed (base ok)",
                        "success beeyard-test-x86_64-test_progs: Passed (base ok)"));
        assertThat(github.checkRuns(head).stream().map(CheckRun::externalId))
                .containsExactlyInAnyOrder("series-" + series(), job("build x86_64 gcc"), job("test_progs x86_64 gcc"));
        CheckRun summary = github.checkRuns(head).stream()
                .filter(run -> run.name().endsWith("summary"))
                .findFirst()
                .orElseThrow();
        assertThat(summary.url()).startsWith("https://farm.example/runs/");
        assertThat(summary.summary())
                .contains(
                        "| Job | State | |",
                        "| test\\_progs x86\\_64 gcc | PASSED | Ended. |",
                        "(https://farm.example/runs/");
    }

    private String job(String name) {
        return text("select id || '' from job where name = '" + name + "' and run_id = "
                + run(series()).split(" ")[0]);
    }

    @Test
    void says_a_conflict_under_the_summary_and_replaces_it_by_the_verdict() throws IOException {
        String head = fork.fresh()
                .say("nowhere")
                .commit("first, which is left out of what is offered")
                .say("two")
                .commit(name)
                .offer(number);
        github.pull(number, "anna", name, head, 1); // the base is ahead of the farm's tree
        tell("opened");
        soon().untilAsserted(() -> assertThat(shown(head))
                .singleElement()
                .asString()
                .startsWith("failure beeyard-test-summary: Patch 1/1 (" + name + ") does not apply to test "));
        assertThat(github.checkRuns(head).getFirst().url()).isEqualTo("https://farm.example/series/" + series());
    }

    @Test
    void says_everything_once_whatever_goes_wrong_on_the_way() throws IOException {
        GithubFault.ON_THE_WAY.forEach(fault -> github.fault(fault, "POST", "/check-runs", 1));
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            heads.add(openedAnother());
        }
        patient(() -> heads.forEach(head -> {
            assertThat(shown(head)).hasSize(3).allMatch(run -> run.startsWith("in_progress"));
            assertThat(statuses(head)).containsOnly("SENT");
        }));
        GithubFault.ON_THE_WAY.forEach(fault -> github.fault(fault, "PATCH", "/check-runs/", 1));
        heads.forEach(head -> end(seriesAt(head), "PASSED"));
        patient(() -> heads.forEach(head -> {
            assertThat(shown(head)).hasSize(3).allMatch(run -> run.startsWith("success"));
            assertThat(statuses(head)).containsOnly("SENT");
        }));
        assertThat(github.faultsToCome()).isEmpty();
        soon().until(() -> !github.owes());
        heads.forEach(head -> assertThat(github.checkRuns(head)).hasSize(3));
    }

    /** Whatever the farm has to say meanwhile. */
    @Test
    void makes_each_check_run_once_when_github_makes_it_after_the_farm_has_given_up() throws IOException {
        github.fault(GithubFault.SLOW, "POST", "/check-runs", 1);
        github.fault(GithubFault.GATEWAY_TIMEOUT, "POST", "/check-runs", 1);
        String head = opened("anna");
        soon().until(() -> text("select count(*) || '' from publication where object = '" + head
                        + "' and (error like '%not answered%' or error like '%504%')")
                .equals("1"));
        end(series(), "PASSED");
        patient(() -> {
            assertThat(shown(head)).hasSizeGreaterThanOrEqualTo(3).allMatch(run -> run.startsWith("success"));
            assertThat(statuses(head)).containsOnly("SENT");
        });
        soon().until(() -> !github.owes());
        assertThat(github.checkRuns(head)).hasSize(3);
    }

    @Test
    void shows_new_failures_at_the_tests_sources_each_once_fifty_in_a_request() throws IOException {
        String head = judgedFailing(120);
        github.fault(GithubFault.BAD_GATEWAY_AFTER_SUCCESS, "PATCH", "/check-runs/", 1);
        sayFailure(head);
        patient(() -> {
            assertThat(github.annotations(head, JOB)).hasSize(120);
            assertThat(statuses(head)).containsOnly("SENT");
        });
        assertThat(shown(head)).hasSize(3).contains("failure " + JOB + ": 120 new failures of 200 (base ok)");
        assertThat(github.annotations(head, JOB)).doesNotHaveDuplicates().allSatisfy(annotation -> {
            assertThat(annotation.path("path").asText()).isEqualTo("tools/testing/selftests/bpf/prog_tests/bounds.c");
            assertThat(annotation.path("annotation_level").asText()).isEqualTo("failure");
            assertThat(annotation.path("message").asText()).startsWith("it says why");
        });
        CheckRun run = github.checkRuns(head).stream()
                .filter(r -> r.name().equals(JOB))
                .findFirst()
                .orElseThrow();
        assertThat(run.text())
                .contains("| NEW\\_FAILURE".replace("\\", ""), "bounds/sub 1", "````")
                .hasSizeLessThanOrEqualTo(65_535)
                .endsWith("the farm's page has all of it.\n");
    }

    /** As if an agent had reported so many failing subtests of a test whose source the tree has, and one whose it has not. */
    private String judgedFailing(int failures) throws IOException {
        String head = opened("anna");
        soon().until(() -> shown(head).size() == 3);
        end(series(), "PASSED");
        soon().until(() -> shown(head).stream().allMatch(run -> run.startsWith("success")));
        String run = run(series()).split(" ")[0];
        run(
                "insert into test (suite, test, subtest) select 'test_progs', 'bounds', 'sub ' || n from generate_series(1, "
                        + failures + ") n union all select 'test_progs', 'elsewhere', '' on conflict do nothing");
        run(
                "insert into finding (run_id, job_id, test_id, verdict, base, patched, title, detail) select " + run
                        + ", "
                        + job("test_progs x86_64 gcc")
                        + ", id, 'NEW_FAILURE', 'PASS', 'FAIL', test || '/' || subtest, 'it says why ' || id || ' ``` ' || repeat('x', 1500) from test"
                        + " where suite = 'test_progs' and (test = 'bounds' and subtest like 'sub %' or test = 'elsewhere') order by id");
        return head;
    }

    private void sayFailure(String head) {
        run(
                "update publication set state = 'FAIL', description = '120 new failures of 200 (base ok)', status = 'WAITING', not_before = now(),"
                        + " revision = revision + 1 where destination = 'github' and object = '" + head
                        + "' and context = '" + JOB + "'");
    }

    @Test
    void holds_back_while_its_rights_are_gone_and_says_it_afterwards() throws IOException {
        String head = opened("anna");
        soon().until(() -> shown(head).size() == 3);
        for (GithubRights lost : List.of(GithubRights.LOST, GithubRights.HIDDEN, GithubRights.REVOKED)) {
            github.rights(lost);
            run("update publication set state = 'WARNING', description = 'Changed by " + lost
                    + "', status = 'WAITING', not_before = now(), revision = revision + 1 where destination = 'github' and object = '"
                    + head + "' and context like '%summary'");
            soon().until(() -> text("select coalesce(max(error), '') from publication where object = '" + head + "'")
                    .contains("was answered"));
            assertThat(statuses(head)).contains("WAITING").doesNotContain("DEAD");
            github.rights(GithubRights.ALL);
            patient(() -> assertThat(shown(head)).contains("neutral beeyard-test-summary: Changed by " + lost));
        }
        assertThat(github.checkRuns(head)).hasSize(3);
    }

    @Test
    void puts_right_what_was_changed_elsewhere() throws IOException {
        String head = opened("anna");
        soon().untilAsserted(() -> assertThat(statuses(head)).hasSize(3).containsOnly("SENT"));
        assertThat(given().accept(ContentType.JSON)
                        .get("/api/v1/series/" + series() + "/publications")
                        .asString())
                .contains("\"destination\":\"github\"");
        github.forgetRequests();
        run("update publication set verified_at = now() - interval '7 hours' where object = '" + head + "'");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() ->
                        text("select count(*) || '' from publication where verified_at > now() - interval '1 hour' and object = '"
                                        + head + "'")
                                .equals("3"));
        assertThat(github.requests()).as("all is as it was said").noneMatch(r -> r.startsWith("P"));
        github.tamper(head, "beeyard-test-summary", "Another word");
        run("update publication set verified_at = now() - interval '7 hours' where object = '" + head + "'");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(shown(head)).contains("in_progress beeyard-test-summary: 2 jobs wait or run"));
        assertThat(github.checkRuns(head)).hasSize(3);
    }
}
