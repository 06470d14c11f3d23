package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.beeyard.github.GithubFault;
import org.beeyard.series.SeriesChanged;
import org.junit.jupiter.api.Test;

/** What the farm says at the heads of pull requests when it has only a token. */
@QuarkusTest
@TestProfile(GithubFarm.ByToken.class)
class GithubStatusesIT extends BesideGithub {

    @Inject
    Event<SeriesChanged> changed;

    @Test
    void says_each_check_as_a_commit_status_once_whatever_goes_wrong() throws IOException {
        List.of(
                        GithubFault.SECONDARY_LIMIT,
                        GithubFault.BAD_GATEWAY,
                        GithubFault.BAD_GATEWAY_AFTER_SUCCESS,
                        GithubFault.CUT_AFTER_SUCCESS)
                .forEach(fault -> github.fault(fault, "POST", "/statuses/", 1));
        List<String> heads = List.of(openedAnother(), openedAnother());
        patient(() ->
                heads.forEach(head -> assertThat(statuses(head)).hasSize(3).containsOnly("SENT")));
        assertThat(github.faultsToCome()).isEmpty();
        assertThat(heads)
                .allSatisfy(head -> assertThat(github.statuses(head))
                        .containsExactlyInAnyOrder(
                                "pending beeyard-test-summary: 2 jobs wait or run",
                                "pending beeyard-test-x86_64-build: Waiting or running",
                                "pending beeyard-test-x86_64-test_progs: Waiting or running"));
    }

    @Test
    void says_each_status_once_when_github_takes_it_after_the_farm_has_given_up() throws IOException {
        github.fault(GithubFault.SLOW, "POST", "/statuses/", 1);
        github.fault(GithubFault.GATEWAY_TIMEOUT, "POST", "/statuses/", 1);
        String head = openedAnother();
        patient(() -> assertThat(statuses(head)).hasSize(3).containsOnly("SENT"));
        assertThat(github.faultsToCome()).isEmpty();
        soon().until(() -> !github.owes());
        assertThat(github.statuses(head)).hasSize(3);
    }

    @Test
    void says_that_a_warning_is_one_in_a_hundred_and_forty_characters() throws IOException {
        String head = opened("anna");
        soon().until(() -> github.statuses(head).size() == 3);
        run("update publication set state = 'WARNING', description = '" + "Long words. ".repeat(20)
                + "', status = 'WAITING', revision = revision + 1 where object = '" + head
                + "' and context like '%summary'");
        soon().untilAsserted(() -> assertThat(github.statuses(head))
                .hasSize(4)
                .last()
                .asString()
                .startsWith("success beeyard-test-summary: Warning: Long words. ")
                .endsWith("…"));
        end(series(), "FAILED");
        soon().until(() -> github.statuses(head).size() == 7);
        run("update publication set status = 'WAITING', not_before = now() where object = '" + head + "'");
        soon().untilAsserted(() -> assertThat(statuses(head)).containsOnly("SENT"));
        assertThat(github.statuses(head))
                .as("nothing is said again that is shown")
                .hasSize(7);
    }

    @Test
    void takes_long_words_that_are_shown_shortened_for_what_was_said() throws IOException {
        String head = opened("anna");
        soon().until(() -> github.statuses(head).size() == 3);
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery("update series set state = 'REJECTED', problem = '" + "Long words. ".repeat(20)
                            + "' where id = " + series())
                    .executeUpdate();
            changed.fire(new SeriesChanged(series()));
        });
        String summary = "from publication where object = '" + head + "' and context like '%summary'";
        soon().until(() -> text("select status " + summary).equals("SENT")
                && github.statuses(head).stream().anyMatch(status -> status.contains("Long words")));
        String said = text("select status || sent_at " + summary);
        run("update publication set verified_at = now() - interval '7 hours' where object = '" + head + "'");
        soon().until(() -> text("select count(*) || '' " + summary + " and verified_at > now() - interval '1 hour'")
                .equals("1"));
        assertThat(text("select status || sent_at " + summary)).isEqualTo(said);
    }
}
