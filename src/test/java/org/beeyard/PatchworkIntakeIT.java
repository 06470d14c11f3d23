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
import org.beeyard.patchwork.FakePatchwork.Fault;
import org.junit.jupiter.api.Test;

/** What the farm takes in from a mailing list's Patchwork, and when it lets go of it. */
@QuarkusTest
@TestProfile(PatchworkFarm.class)
class PatchworkIntakeIT extends BesidePatchwork {

    @Test
    void waits_for_the_rest_of_a_series() {
        long series = patchwork.beginSeries(cover(name, 2), other(name, 2, 2));
        soon().until(() -> state(series).equals("INCOMPLETE"));
        assertThat(given().accept(ContentType.HTML).get("/farm").asString()).contains("1 of its 2 patches have come");
        patchwork.arrive(series, patch(name, 1, 2));
        soon().until(() -> state(series).equals("TAKEN"));
    }

    @Test
    void finds_a_series_whose_event_is_missing() {
        long series = patchwork.silentSeries(patch(name, 1, 1));
        soon().until(() -> state(series).equals("TAKEN"));
    }

    @Test
    void finds_an_event_that_is_seen_after_later_ones() {
        long late = patchwork.beginSeries(cover(name, 1));
        patchwork.hold(late);
        patchwork.arrive(late, mail(name, "[PATCH test 1/1]", "one", "late"));
        long early = patchwork.series(patch(name + " early", 1, 1));
        soon().until(() -> state(early).equals("TAKEN"));
        patchwork.release();
        soon().until(() -> state(late).equals("TAKEN"));
    }

    @Test
    void tells_events_apart_that_have_one_date() {
        delegating.equalTimestamps();
        List<Long> series = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            series.add(delegating.series(patch(name + " " + i, 1, 1)));
        }
        series.forEach(each -> soon().until(() -> state(delegating, each).equals("IRRELEVANT")));
        series.forEach(each -> delegating.delegate(delegating.patches(each).getFirst(), "bpf"));
        series.forEach(each -> soon().until(() -> state(delegating, each).equals("TAKEN")));
    }

    @Test
    void takes_a_series_once_whose_event_comes_twice() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> state(series).equals("TAKEN"));
        patchwork.forgetRequests();
        patchwork.repeatCompleted(series);
        Awaitility.await().until(() -> cycles() > 2);
        assertThat(patchwork.requests()).noneMatch(r -> r.contains("/series/" + series + "/"));
    }

    @Test
    void lets_no_series_that_cannot_be_stored_hold_up_the_others() {
        run("alter table series add constraint unstorable check (title not like '%unstorable%') not valid");
        try {
            long bad = patchwork.series(patch(name + " unstorable", 1, 1));
            long good = patchwork.series(patch(name, 1, 1));
            soon().until(() -> state(good).equals("TAKEN"));
            assertThat(state(bad)).isEqualTo("WANTED");
            assertThat(text("select reason from patchwork_series where source = ?1 and id = " + bad, source(patchwork)))
                    .startsWith("The farm failed: ");
        } finally {
            run("alter table series drop constraint unstorable");
        }
    }

    @Test
    void says_at_the_patches_why_a_series_is_not_taken() {
        long vast = patchwork.series(patch(name, 1, 1).replace("@@ -1,3 +1,3 @@", "@@ -1,99999999999 +1,3 @@"));
        soon().untilAsserted(() -> assertThat(newest(vast))
                .containsExactly("fail beeyard-summary: The patch 1 (" + name
                        + ") has a hunk of more lines than a file can have."));
        long large = patchwork.series(
                patch(name + " large", 1, 2).replace("Words.", "Words.\n".repeat(200_000)),
                other(name + " large", 2, 2));
        soon().untilAsserted(() -> assertThat(patchwork.patches(large))
                .allSatisfy(patch -> assertThat(shown(patch))
                        .containsExactly("fail beeyard-summary: Its mails are larger than 1 MiB.")));
        assertThat(stateHere(large)).isEqualTo("REJECTED");
        patchwork.forgetRequests();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> cycles() > 2);
        assertThat(patchwork.requests()).noneMatch(r -> r.contains("/series/" + large + "/"));
    }

    @Test
    void asks_again_for_a_series_that_the_server_did_not_show() {
        patchwork.fault(Fault.MISSING, "GET", "/series/", 1);
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> text(
                        "select tries || '' from patchwork_series where source = ?1 and id = " + series,
                        source(patchwork))
                .equals("1"));
        run("update patchwork_series set due_at = now() where id = " + series);
        soon().until(() -> state(series).equals("TAKEN"));
    }

    @Test
    void finds_a_series_again_that_was_asked_for_in_vain_for_a_day() {
        patchwork.fault(Fault.MISSING, "GET", "/series/", 2);
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> text(
                        "select tries || '' from patchwork_series where source = ?1 and id = " + series,
                        source(patchwork))
                .equals("1"));
        run("update patchwork_series set tries = 31, due_at = now() where id = " + series);
        soon().until(() -> patchwork.faultsToCome().isEmpty());
        soon().until(() -> state(series).equals("TAKEN")); // by the next look at all
    }

    @Test
    void goes_on_where_a_server_has_no_events_of_one_kind() {
        patchwork.fault(Fault.REFUSED, "GET", "category=patch-comment-created", 1000);
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> state(series).equals("TAKEN"));
        soon().untilAsserted(() -> assertThat(
                        given().accept(ContentType.HTML).get("/farm").asString())
                .contains("Events of the category patch-comment-created are not read:"));
        patchwork.forgetFaults();
        soon().untilAsserted(() -> assertThat(
                        given().accept(ContentType.HTML).get("/farm").asString())
                .doesNotContain("patch-comment-created"));
    }

    @Test
    void leaves_a_pull_request_alone() {
        long series = patchwork.pullRequest("""
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <%s@example.org>
                Subject: [GIT PULL] %s

                The following changes since commit %s:

                  bpf: Something (2026-02-01 10:00:00 +0000)

                are available in the Git repository at:

                  https://git.example.org/bpf.git tags/for-netdev

                for you to fetch changes up to %s:
                """.formatted(name.hashCode(), name, "0".repeat(40), "1".repeat(40)));
        soon().until(() -> state(series).equals("UNFIT"));
    }

    @Test
    void closes_with_the_patches_cancels_the_run_and_comes_back() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(series).size() == 3);
        patchwork.state(patch(series), "accepted");
        soon().untilAsserted(() -> assertThat(newest(series))
                .contains("warning beeyard-test-summary: Not tested to the end: it is accepted on netdevbpf@"
                        + patchwork.url().getAuthority() + "."));
        soon().untilAsserted(() -> given().get("/api/v1/series/" + ours(series))
                .then()
                .body("state", org.hamcrest.Matchers.equalTo("CLOSED"))
                .body("runs[0].state", org.hamcrest.Matchers.equalTo("CANCELLED")));
        patchwork.state(patch(series), "under-review");
        soon().untilAsserted(
                        () -> assertThat(newest(series)).contains("pending beeyard-test-summary: 2 jobs wait or run"));
    }

    @Test
    void tests_what_is_delegated_to_us_and_only_then() {
        long series = delegating.series(patch(name, 1, 1));
        long patch = delegating.patches(series).getFirst();
        soon().until(() -> state(delegating, series).equals("IRRELEVANT"));
        delegating.delegate(patch, "bpf");
        soon().until(() -> state(delegating, series).equals("TAKEN"));
        delegating.delegate(patch, "stranger");
        soon().untilAsserted(() -> given().get("/api/v1/series/" + ours(delegating, series))
                .then()
                .body("state", org.hamcrest.Matchers.equalTo("CLOSED")));
    }

    @Test
    void supersedes_the_version_that_a_new_one_answers() {
        long first = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(first).size() == 3);
        long second = patchwork.series(mail(name + " and more", "[PATCH test v2]", "one", name + "v2")
                .replace("\n\n", "\nIn-Reply-To: " + id(patch(name, 1, 1)) + "\n\n"));
        soon().untilAsserted(() -> assertThat(newest(first))
                .contains("warning beeyard-test-summary: Not tested to the end: a newer version has come."));
        soon().until(() -> newest(second).size() == 3);
        long third = patchwork.series(mail(name + " and more", "[PATCH test v3]", "one", name + "v3"));
        soon().until(() -> state(third).equals("TAKEN"));
        soon().untilAsserted(() -> given().get("/api/v1/series/" + ours(third))
                .then()
                .body("versions.version", org.hamcrest.Matchers.equalTo(List.of(3, 2, 1))));
    }

    @Test
    void tests_again_when_one_who_may_asks_for_it() {
        long series = patchwork.series(patch(name, 1, 1));
        pass(series);
        soon().untilAsserted(() -> assertThat(newest(series)).allMatch(check -> check.startsWith("success")));
        patchwork.comment(patch(series), "stranger@example.org", "Recheck-request: all");
        patchwork.comment(patch(series), "maintainer@example.org", "> Recheck-request: all\n\nNo need.");
        Awaitility.await().until(() -> cycles() > 2);
        assertThat(newest(series)).allMatch(check -> check.startsWith("success"));
        patchwork.comment(patch(series), "maintainer@example.org", "Once more.\r\nRecheck-request: all\r\n");
        soon().untilAsserted(() -> assertThat(newest(series)).allMatch(check -> check.startsWith("pending")));
    }

    @Test
    void goes_on_with_what_was_sent_once_more_when_the_first_posting_is_closed() {
        long first = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(first).size() == 3);
        long resent = patchwork.series(resent());
        soon().until(() -> ours(resent) == ours(first));
        patchwork.state(patch(first), "superseded");
        soon().until(() -> known(first, "superseded"));
        assertThat(stateHere(resent)).isEqualTo("APPLIED");
        patchwork.state(patch(resent), "accepted");
        soon().until(() -> stateHere(resent).equals("CLOSED"));
    }

    @Test
    void tests_what_was_closed_when_it_is_sent_once_more() {
        long first = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(first).size() == 3);
        patchwork.state(patch(first), "deferred");
        soon().until(() -> stateHere(first).equals("CLOSED"));
        long resent = patchwork.series(resent());
        soon().untilAsserted(
                        () -> assertThat(newest(resent)).contains("pending beeyard-test-summary: 2 jobs wait or run"));
    }

    @Test
    void tests_again_when_the_request_answers_what_was_sent_once_more() {
        long first = patchwork.series(patch(name, 1, 1));
        pass(first);
        soon().untilAsserted(() -> assertThat(newest(first)).allMatch(check -> check.startsWith("success")));
        long resent = patchwork.series(resent());
        soon().untilAsserted(
                        () -> assertThat(newest(resent)).hasSize(3).allMatch(check -> check.startsWith("success")));
        patchwork.comment(patch(resent), "maintainer@example.org", "Recheck-request: all");
        soon().untilAsserted(() -> assertThat(newest(resent)).allMatch(check -> check.startsWith("pending")));
    }

    /** What {@link #patch} makes of the name, under another message id. */
    private String resent() {
        return mail(name, "[PATCH RESEND test]", "one", name);
    }

    private boolean known(long series, String state) {
        return text("select state from patchwork_patch where source = ?1 and id = " + patch(series), source(patchwork))
                .equals(state);
    }

    private String stateHere(long series) {
        return given().get("/api/v1/series/" + ours(series)).path("state");
    }

    @Test
    void applies_a_series_on_top_of_the_one_it_depends_on() throws IOException {
        String first = mail(name, "[PATCH test]", "one", "ground");
        long ground = patchwork.series(first);
        soon().until(() -> newest(ground).size() == 3);
        long above = patchwork.series(
                mail(name + " above", "[PATCH test]", "ground", "above").replace("Words.", "Depends-on: " + id(first)));
        soon().until(() -> newest(above).size() == 3);
        long named = patchwork.series(mail(name + " named", "[PATCH test]", "ground", "named")
                .replace("Words.", "prerequisite-patch-id: " + patchId(first)));
        soon().until(() -> newest(named).size() == 3);
        long wrong = patchwork.series(mail(name + " lost", "[PATCH test]", "ground", "lost")
                .replace("Words.", "Depends-on: <not-seen@example.org>"));
        soon().untilAsserted(() -> assertThat(newest(wrong))
                .singleElement()
                .asString()
                .endsWith("It depends on what this farm has not seen: not-seen@example.org."));
    }

    @Test
    void reads_on_after_each_kind_of_fault() {
        List<Fault> faults = List.of(
                Fault.TOO_MANY,
                Fault.SERVER_ERROR,
                Fault.UNAVAILABLE,
                Fault.HTML,
                Fault.CUT_BEFORE,
                Fault.TRUNCATED,
                Fault.SLOW);
        faults.forEach(fault -> patchwork.fault(fault, "GET", "/events/", 1));
        faults.stream()
                .filter(fault -> fault != Fault.TRUNCATED) // half a mail is a mail
                .forEach(fault -> patchwork.fault(fault, "GET", "/mbox/", 1));
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> {
            run("update patchwork_series set due_at = now() where state = 'WANTED'");
            assertThat(state(series)).isEqualTo("TAKEN");
        });
        assertThat(patchwork.faultsToCome()).isEmpty();
    }

    @Test
    void asks_no_more_for_many_open_series_than_for_one() {
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            open.add(patchwork.series(patch(name + " " + i, 1, 1)));
        }
        soon().until(() -> open.stream().allMatch(series -> newest(series).size() == 3));
        Awaitility.await().until(() -> cycles() > 1);
        patchwork.forgetRequests();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> patchwork.requests().stream()
                                .filter(r -> r.contains("category=series-completed"))
                                .count()
                        >= 3);
        assertThat(patchwork.requests())
                .allMatch(r -> r.startsWith("GET /api/1.3/events/?") || r.startsWith("GET /api/1.3/patches/?"));
    }
}
