package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.patchwork.FakePatchwork.Fault;
import org.beeyard.series.SeriesChanged;
import org.junit.jupiter.api.Test;

/** What the farm says at the patches, and by mail. */
@QuarkusTest
@TestProfile(PatchworkFarm.class)
class PatchworkChecksIT extends BesidePatchwork {

    @Inject
    MockMailbox mailbox;

    @Inject
    Event<SeriesChanged> changed;

    @Test
    void takes_a_series_and_says_at_each_patch_that_it_waits() {
        long series = patchwork.series(cover(name, 2), patch(name, 1, 2), other(name, 2, 2));
        for (long patch : patchwork.patches(series)) {
            soon().untilAsserted(() -> assertThat(shown(patch))
                    .containsExactly(
                            "pending beeyard-test-summary: 2 jobs wait or run",
                            "pending beeyard-test-x86_64-build: Waiting or running",
                            "pending beeyard-test-x86_64-test_progs: Waiting or running"));
        }
        given().get("/api/v1/series/" + ours(series))
                .then()
                .body("title", org.hamcrest.Matchers.equalTo(name))
                .body("patches.subject", org.hamcrest.Matchers.equalTo(List.of(name + " 1", name + " 2")));
    }

    @Test
    void says_the_verdict_when_it_is_there() {
        long series = patchwork.series(patch(name, 1, 1));
        pass(series);
        soon().untilAsserted(() -> assertThat(newest(series))
                .containsExactly(
                        "success beeyard-test-summary: No failures in 0 tests.",
                        "success beeyard-test-x86_64-build: Passed (base ok)",
                        "success beeyard-test-x86_64-test_progs: Passed (base ok)"));
        assertThat(patchwork.checks(patch(series)).getLast().targetUrl()).startsWith("https://farm.example/runs/");
        assertThat(patchwork.checks(patch(series)))
                .as("pending once, the verdict once")
                .hasSize(6);
    }

    @Test
    void says_a_conflict_under_the_summary() {
        long series = patchwork.series(mail(name, "[PATCH test]", "nowhere", "two"));
        soon().untilAsserted(() -> assertThat(newest(series))
                .singleElement()
                .asString()
                .startsWith("fail beeyard-test-summary: Patch 1/1 (" + name + ") does not apply to test ")
                .endsWith(": words.txt hunk 1."));
        assertThat(patchwork.checks(patch(series)).getLast().targetUrl())
                .isEqualTo("https://farm.example/series/" + ours(series));
    }

    @Test
    void lets_a_last_word_stand_that_is_being_said_while_the_series_is_closed() {
        long series = patchwork.series(mail(name, "[PATCH test]", "nowhere", "two"));
        soon().untilAsserted(() -> assertThat(statuses(series)).containsExactly("SENT"));
        run("update publication set status = 'WAITING', claimed_until = now() + interval '5 seconds' where series_id = "
                + ours(series));
        patchwork.state(patch(series), "accepted");
        soon().untilAsserted(() -> given().get("/api/v1/series/" + ours(series))
                .then()
                .body("state", org.hamcrest.Matchers.equalTo("CLOSED")));
        soon().untilAsserted(() -> assertThat(statuses(series)).containsExactly("SENT"));
        assertThat(newest(series)).singleElement().asString().startsWith("fail beeyard-test-summary: Patch 1/1 ");
    }

    @Test
    void says_that_a_refused_series_is_refused() {
        long series = patchwork.series(patch(name, 1, 1).replace("words.txt", "../../etc/passwd"));
        soon().untilAsserted(() -> assertThat(newest(series))
                .containsExactly(
                        "fail beeyard-test-summary: Patch 1/1 is refused: its path '../../etc/passwd' leads out of"
                                + " the tree."));
    }

    @Test
    void takes_a_subject_with_every_character() {
        String strange = "demo: \"<b>'\\ %s {x} &amp; \u00e4\u20ac\ud83d\ude00 " + name;
        long series = patchwork.series(mail(strange, "[PATCH test]", "nowhere", "x"));
        soon().untilAsserted(() ->
                assertThat(newest(series)).singleElement().asString().contains(strange));
    }

    @Test
    void says_everything_once_whatever_goes_wrong_on_the_way() {
        List.of(
                        Fault.TOO_MANY,
                        Fault.SERVER_ERROR,
                        Fault.UNAVAILABLE,
                        Fault.HTML,
                        Fault.CUT_BEFORE,
                        Fault.CUT_AFTER_STORED,
                        Fault.SLOW)
                .forEach(fault -> patchwork.fault(fault, "POST", "/checks/", 1));
        List<Long> all = List.of(
                patchwork.series(patch(name + " one", 1, 1)),
                patchwork.series(patch(name + " two", 1, 1)),
                patchwork.series(patch(name + " three", 1, 1)));
        soon().untilAsserted(() -> {
            run("update publication set not_before = now() where status = 'WAITING'");
            all.forEach(series -> {
                assertThat(newest(series)).hasSize(3);
                assertThat(statuses(series)).containsOnly("SENT");
            });
        });
        assertThat(patchwork.faultsToCome()).isEmpty();
        all.forEach(series -> assertThat(patchwork.checks(patch(series))).hasSize(3));
    }

    @Test
    void holds_back_while_the_token_is_refused() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(series).size() == 3);
        patchwork.revokeToken();
        end(series, "PASSED");
        soon().until(() -> text("select coalesce(error, '') from patchwork_source where name = ?1", source(patchwork))
                .contains("403 with {\"detail\":\"Invalid token.\"}"));
        patchwork.restoreTokens();
        soon().untilAsserted(() -> {
            run("update publication set not_before = now() where status = 'WAITING'");
            assertThat(newest(series)).allMatch(check -> check.startsWith("success"));
        });
    }

    @Test
    void puts_right_what_was_lost_or_changed_elsewhere() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(statuses(series)).hasSize(3).containsOnly("SENT"));
        patchwork.foreignCheck(patch(series), "stranger", "success", "beeyard-test-summary");
        run("update publication set verified_at = now() - interval '7 hours' where series_id = " + ours(series));
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(newest(series)).contains("pending beeyard-test-summary: 2 jobs wait or run"));
        assertThat(patchwork.checks(patch(series)))
                .as("only what was changed is said again")
                .hasSize(5);
    }

    @Test
    void says_what_was_given_up_when_the_server_is_well() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(statuses(series)).hasSize(3).containsOnly("SENT"));
        run("update publication set status = 'DEAD', tries = 20, not_before = now() where series_id = " + ours(series)
                + " and context like '%summary'");
        soon().untilAsserted(() -> assertThat(statuses(series)).containsOnly("SENT"));
    }

    @Test
    void waits_for_a_patch_that_is_missing_and_may_come_back() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(statuses(series)).hasSize(3).containsOnly("SENT"));
        run(
                "update publication set object = '999998', status = 'WAITING' where context = 'beeyard-test-summary' and series_id = "
                        + ours(series));
        soon().until(() -> text(
                        "select status || tries from publication where object = '999998' and series_id = ?1",
                        ours(series))
                .equals("WAITING1"));
        run("update publication set object = '" + patch(series) + "', not_before = now() where object = '999998'");
        soon().untilAsserted(() -> assertThat(statuses(series)).containsOnly("SENT"));
    }

    @Test
    void keeps_what_is_refused_for_a_person_to_retry() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(statuses(series)).hasSize(3).containsOnly("SENT"));
        run(
                "update publication set object = '999999', status = 'WAITING', tries = 19 where context = 'beeyard-test-summary' and series_id = "
                        + ours(series));
        soon().untilAsserted(() -> assertThat(statuses(series)).contains("DEAD"));
        long dead = Long.parseLong(
                text("select id || '' from publication where status = 'DEAD' and series_id = ?1", ours(series)));
        assertThat(given().accept(ContentType.HTML).get("/farm").asString())
                .contains("404 with {&quot;detail&quot;:&quot;Not found.&quot;}");
        given().header("Origin", "null")
                .post("/api/v1/publications/" + dead + "/retry")
                .then()
                .statusCode(403);
        given().header("Origin", "https://evil.example")
                .post("/api/v1/publications/" + dead + "/retry")
                .then()
                .statusCode(403);
        run("update publication set object = '" + patch(series) + "' where id = " + dead);
        given().post("/api/v1/publications/" + dead + "/retry")
                .then()
                .statusCode(202)
                .body("publication", is((int) dead));
        soon().untilAsserted(() -> assertThat(statuses(series)).containsOnly("SENT"));
        given().accept(ContentType.HTML)
                .post("/api/v1/publications/" + dead + "/retry")
                .then()
                .statusCode(409)
                .body(containsString("it was said meanwhile"));
    }

    @Test
    void says_that_jobs_wait_no_more_when_the_series_does_not_apply_again() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(series).size() == 3);
        stands(series, "state = 'CONFLICT', problem = 'It does not apply any more.'");
        soon().untilAsserted(
                        () -> assertThat(newest(series))
                                .containsExactly(
                                        "fail beeyard-test-summary: It does not apply any more.",
                                        "warning beeyard-test-x86_64-build: No longer tested: the summary says how the series stands",
                                        "warning beeyard-test-x86_64-test_progs: No longer tested: the summary says how the series stands"));
        soon().untilAsserted(() -> given().get("/api/v1/series/" + ours(series))
                .then()
                .body("runs[0].state", org.hamcrest.Matchers.equalTo("CANCELLED")));
    }

    @Test
    void takes_back_a_summary_that_named_no_tree_when_there_is_one() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(series).size() == 3);
        stands(series, "state = 'REJECTED', base_id = null, problem = 'It cannot be had.'");
        soon().untilAsserted(() -> assertThat(newest(series)).contains("fail beeyard-summary: It cannot be had."));
        run("update series set state = 'READY' where id = " + ours(series));
        soon().untilAsserted(() -> assertThat(newest(series))
                .contains(
                        "pending beeyard-test-summary: 2 jobs wait or run",
                        "warning beeyard-summary: No longer tested: the summary says how the series stands"));
    }

    /** The series comes to stand so, as if it had been applied again. */
    private void stands(long series, String change) {
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery("update series set " + change + " where id = " + ours(series))
                    .executeUpdate();
            changed.fire(new SeriesChanged(ours(series)));
        });
    }

    @Test
    void mails_a_failure_and_the_success_after_it() {
        long first = patchwork.series(patch(name, 1, 1));
        fail(first);
        soon().untilAsserted(() -> assertThat(mailbox.getMailsSentTo("author@example.org"))
                .anyMatch(mail -> mail.getSubject().equals("Re: " + name)
                        && mail.getText().startsWith("The tests found new failures with this series.")
                        && mail.getHeaders().get("In-Reply-To").equals(List.of(id(patch(name, 1, 1))))));
        long second = patchwork.series(mail(name, "[PATCH test v2]", "one", name + "v2"));
        pass(second);
        soon().untilAsserted(() -> assertThat(mailbox.getMailsSentTo("author@example.org"))
                .anyMatch(mail -> mail.getSubject().equals("Re: " + name)
                        && mail.getText().startsWith("The tests pass now with this series.")));
    }
}
