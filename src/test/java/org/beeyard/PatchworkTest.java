package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.patchwork.FakePatchwork;
import org.beeyard.patchwork.FakePatchwork.Fault;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The farm beside a mailing list's Patchwork: what it takes in, and what it says there. */
@QuarkusTest
@TestProfile(PatchworkFarm.class)
class PatchworkTest {

    private static FakePatchwork patchwork;
    private static FakePatchwork delegating;
    private static int named;

    @ConfigProperty(name = "sources.patchwork[0].url")
    URI first;

    @ConfigProperty(name = "sources.patchwork[1].url")
    URI second;

    @Inject
    EntityManager database;

    @Inject
    MockMailbox mailbox;

    private final String name = "demo: Topic " + ++named;

    @BeforeEach
    void quiet() throws IOException {
        if (patchwork == null) {
            patchwork = FakePatchwork.start(first.getPort());
            delegating = FakePatchwork.start(second.getPort());
        }
        patchwork.release();
        patchwork.forgetFaults();
        patchwork.restoreTokens();
    }

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
    void says_that_a_refused_series_is_refused() {
        long series = patchwork.series(patch(name, 1, 1).replace("words.txt", "../../etc/passwd"));
        soon().untilAsserted(() -> assertThat(newest(series))
                .containsExactly(
                        "fail beeyard-test-summary: Patch 1/1 is refused: its path '../../etc/passwd' leads out of"
                                + " the tree."));
    }

    @Test
    void waits_for_the_rest_of_a_series() {
        long series = patchwork.beginSeries(cover(name, 2), other(name, 2, 2));
        soon().until(() -> state(series).equals("INCOMPLETE"));
        given().get("/api/v1/series/0").then().statusCode(404);
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
                .body("versions.version", org.hamcrest.Matchers.equalTo(List.of(1, 2, 3))));
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
    void takes_a_subject_with_every_character() {
        String strange = "demo: \"<b>'\\ %s {x} &amp; \u00e4\u20ac\ud83d\ude00 " + named;
        long series = patchwork.series(mail(strange, "[PATCH test]", "nowhere", "x"));
        soon().untilAsserted(() ->
                assertThat(newest(series)).singleElement().asString().contains(strange));
    }

    @Test
    void reads_on_after_each_kind_of_fault() {
        for (Fault fault : List.of(
                Fault.TOO_MANY,
                Fault.SERVER_ERROR,
                Fault.UNAVAILABLE,
                Fault.HTML,
                Fault.CUT_BEFORE,
                Fault.TRUNCATED,
                Fault.SLOW)) {
            patchwork.fault(fault, "GET", "/events/", 1);
            if (fault != Fault.TRUNCATED) { // half a mail is a mail
                patchwork.fault(fault, "GET", "/mbox/", 1);
            }
            long series = patchwork.series(patch(name + " " + fault, 1, 1));
            run("update patchwork_series set due_at = now() where state = 'WANTED'");
            soon().untilAsserted(() -> {
                run("update patchwork_series set due_at = now() where state = 'WANTED'");
                assertThat(state(series)).as(fault.name()).isEqualTo("TAKEN");
            });
        }
    }

    @Test
    void says_everything_once_whatever_goes_wrong_on_the_way() {
        for (Fault fault : List.of(
                Fault.TOO_MANY,
                Fault.SERVER_ERROR,
                Fault.UNAVAILABLE,
                Fault.HTML,
                Fault.CUT_BEFORE,
                Fault.CUT_AFTER_STORED,
                Fault.SLOW)) {
            patchwork.fault(fault, "POST", "/checks/", 1);
            long series = patchwork.series(patch(name + " said " + fault, 1, 1));
            soon().untilAsserted(() -> {
                run("update publication set not_before = now() where status = 'WAITING'");
                assertThat(newest(series)).as(fault.name()).hasSize(3);
                assertThat(statuses(series)).as(fault.name()).containsOnly("SENT");
            });
            assertThat(patchwork.checks(patch(series))).as(fault.name()).hasSize(3);
        }
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
    void keeps_what_is_refused_for_a_person_to_retry() {
        long series = patchwork.series(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(statuses(series)).hasSize(3).containsOnly("SENT"));
        run(
                "update publication set object = '999999', status = 'WAITING' where context = 'beeyard-test-summary' and series_id = "
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
        given().redirects()
                .follow(false)
                .post("/api/v1/publications/" + dead + "/retry")
                .then()
                .statusCode(303);
        soon().untilAsserted(() -> assertThat(statuses(series)).containsOnly("SENT"));
    }

    @Test
    void asks_no_more_for_many_open_series_than_for_one() {
        for (int i = 0; i < 20; i++) {
            patchwork.series(patch(name + " " + i, 1, 1));
        }
        long last = patchwork.series(patch(name, 1, 1));
        soon().until(() -> newest(last).size() == 3);
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

    @AfterAll
    static void close() {
        patchwork.close();
        delegating.close();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200));
    }

    private static String cover(String title, int of) {
        return """
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <cover-%s@example.org>
                Subject: [PATCH test 0/%d] %s

                All of it.
                """.formatted(Integer.toHexString(title.hashCode()), of, title);
    }

    private static String patch(String title, int number, int of) {
        return mail(
                of == 1 ? title : title + " " + number,
                of == 1 ? "[PATCH test]" : "[PATCH test " + number + "/" + of + "]",
                "one",
                title);
    }

    /** A second patch that fits on the first. */
    private static String other(String title, int number, int of) {
        return mail(title + " " + number, "[PATCH test " + number + "/" + of + "]", title, "two");
    }

    private static String mail(String title, String prefix, String from, String to) {
        return IdleFarm.mail(prefix + " " + title, from, to);
    }

    private static String id(String mail) {
        return mail.lines()
                .filter(line -> line.startsWith("Message-ID: "))
                .findFirst()
                .orElseThrow()
                .substring("Message-ID: ".length());
    }

    private static String patchId(String mail) throws IOException {
        Process git = new ProcessBuilder("git", "patch-id", "--stable").start();
        try (OutputStream in = git.getOutputStream()) {
            in.write(mail.getBytes(StandardCharsets.UTF_8));
        }
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ")[0];
    }

    private static long patch(long series) {
        return patchwork.patches(series).getFirst();
    }

    /** The newest check of each context. */
    private static List<String> shown(long patch) {
        Map<String, FakePatchwork.Check> newest = new TreeMap<>();
        patchwork.checks(patch).forEach(check -> newest.put(check.context(), check));
        return newest.values().stream()
                .map(check -> check.state() + " " + check.context() + ": " + check.description())
                .toList();
    }

    private static List<String> newest(long series) {
        return shown(patch(series));
    }

    private long cycles() {
        return patchwork.requests().stream()
                .filter(r -> r.contains("category=series-completed"))
                .count();
    }

    private static String source(FakePatchwork server) {
        return "netdevbpf@" + server.url().getAuthority();
    }

    private String state(long series) {
        return state(patchwork, series);
    }

    private String state(FakePatchwork server, long series) {
        return text(
                "select coalesce(max(state), '') from patchwork_series where source = ?1 and id = " + series,
                source(server));
    }

    private long ours(long series) {
        return ours(patchwork, series);
    }

    private long ours(FakePatchwork server, long series) {
        return Long.parseLong(text(
                "select coalesce(max(series_id), 0) || '' from patchwork_series where source = ?1 and id = " + series,
                source(server)));
    }

    private List<String> statuses(long series) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select status from publication where destination = 'patchwork' and series_id = ?1",
                                String.class)
                        .setParameter(1, ours(series))
                        .getResultList());
    }

    /** Ends the run of the series as agents would, all passed. */
    private void pass(long series) {
        soon().until(() -> newest(series).size() == 3);
        end(series, "PASSED");
    }

    private void fail(long series) {
        soon().until(() -> newest(series).size() == 3);
        end(series, "FAILED");
    }

    private void end(long series, String state) {
        String runs = "select id from run where series_id = " + ours(series)
                + " or (kind = 'BASE' and base_id in (select base_id from run where series_id = " + ours(series) + "))";
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery(
                            "update attempt set state = 'PASSED', finished_at = ?1, fence = fence + 1 where finished_at is null and job_id in (select id from job where run_id in ("
                                    + runs + "))")
                    .setParameter(1, now)
                    .executeUpdate();
            database.createNativeQuery(
                            "update job set state = case when kind = 'TEST' and run_id in (select id from run where kind = 'SERIES') then '"
                                    + state
                                    + "' else 'PASSED' end, sentence = 'Ended.' where state in ('BLOCKED', 'QUEUED', 'RUNNING') and run_id in ("
                                    + runs + ")")
                    .executeUpdate();
        });
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private String text(String sql, Object parameter) {
        return QuarkusTransaction.requiringNew()
                .call(() -> String.valueOf(database.createNativeQuery(sql, String.class)
                        .setParameter(1, parameter)
                        .getResultStream()
                        .findFirst()
                        .orElse("")));
    }
}
