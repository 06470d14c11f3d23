package org.beeyard.web.rule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.SteppedClock;
import org.beeyard.protocol.TestReport;
import org.beeyard.rule.Rules;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What people decide about tests, and what it makes of verdicts. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RulesTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"'&";

    @Inject
    Rules rules;

    @Inject
    SteppedClock clock;

    @Inject
    EntityManager database;

    private PlayedRuns runs;
    private String name;
    private long tree;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        name = "rules_" + info.getTestMethod().orElseThrow().getName();
        tree = runs.tree(name);
    }

    @AfterEach
    void end() {
        clock.set(Duration.ZERO);
    }

    @Test
    void a_failure_that_a_rule_names_is_a_known_one_and_the_verdict_without_it_is_kept() {
        long rule = made(rule("KNOWN_FAILURE", "shaky"));
        long run = series(test("steady", PASS), test("shaky", FAIL));
        JsonPath said = run(run);
        assertThat(said.getString("run.state")).isEqualTo("WARNING");
        assertThat(said.getString("run.sentence")).isEqualTo("1 known by rule in 2 tests.");
        assertThat(said.getString("unruled.state")).isEqualTo("FAILED");
        assertThat(said.getString("unruled.sentence")).isEqualTo("1 new failure in 2 tests: shaky.");
        assertThat(said.getString("findings[0].verdict")).isEqualTo("KNOWN_FAILURE");
        assertThat(said.getString("findings[0].rawVerdict")).isEqualTo("NEW_FAILURE");
        Document page = page("/runs/" + run);
        assertThat(page.select("a[href=/rules#rule-" + rule + "]").text()).isEqualTo("rule " + rule);
        assertThat(page.text())
                .contains(
                        "new failure without it", "Without people's rules: ✗ failed 1 new failure in 2 tests: shaky.");
    }

    @Test
    void who_may_make_rules_is_offered_one_also_where_the_page_moves() {
        long run = series(test("shaky", FAIL));
        String offer = "/rules/new?tests=shaky&suite=test_progs";
        assertThat(page("/runs/" + run).select("a:contains(make a rule)").attr("href"))
                .isEqualTo(offer);
        String event = given().get("/api/v1/runs/" + run + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(event).contains("event:done", "tests=shaky&amp;suite=test_progs");
    }

    @Test
    void another_failure_stays_new() {
        made(rule("KNOWN_FAILURE", "shaky"));
        JsonPath said = run(series(test("steady", FAIL), test("shaky", FAIL)));
        assertThat(said.getString("run.state")).isEqualTo("FAILED");
        assertThat(said.getString("run.sentence")).isEqualTo("1 new failure, 1 known by rule in 2 tests: steady.");
    }

    @Test
    void a_test_is_known_when_its_only_failing_subtest_is() {
        made(rule("KNOWN_FAILURE", "shaky/one"));
        JsonPath said = run(series(test("shaky", FAIL), subtest("shaky", "one", FAIL)));
        assertThat(said.getString("run.state")).isEqualTo("WARNING");
    }

    @Test
    void a_rule_counts_on_its_tree_and_until_its_day() {
        made(rule("KNOWN_FAILURE", "shaky", "tree", "another"));
        made(rule("KNOWN_FAILURE", "shaky", "expires", today().toString()));
        clock.set(Duration.ofDays(1));
        assertThat(run(series(test("steady", PASS), test("shaky", FAIL))).getString("run.state"))
                .isEqualTo("FAILED");
    }

    @Test
    void a_base_whose_failures_are_all_known_is_no_red_one() {
        made(rule("KNOWN_FAILURE", "shaky"));
        JsonPath said = run(runs.ofBase(runs.base(tree, "b1"), test("shaky", FAIL)));
        assertThat(said.getString("run.state")).isEqualTo("WARNING");
        assertThat(said.getString("unruled.state")).isEqualTo("FAILED");
    }

    @Test
    void a_denied_test_is_not_run_and_not_missed() {
        long base = runs.base(tree, "d1");
        runs.ofBase(base, test("steady", PASS), test("hanging", PASS));
        made(rule("DENY", "hanging", "arch", "x86_64"));
        Instant now = clock.instant();
        assertThat(rules.denied(name, "test_progs", "x86_64", now)).contains("hanging");
        assertThat(rules.denied(name, "test_progs", "s390x", now)).doesNotContain("hanging");
        assertThat(rules.denied("another", "test_progs", "x86_64", now)).doesNotContain("hanging");
        JsonPath said = run(runs.ofSeries(base, runs.series(base, name), List.of(test("steady", PASS)), List.of()));
        assertThat(said.getString("run.state")).isEqualTo("PASSED");
        assertThat(said.getString("findings[0].verdict")).isEqualTo("GONE");
    }

    @Test
    void a_rule_is_tried_on_what_was_found_before_it_is_kept() {
        series(test("tried_one", FAIL), test("steady", PASS));
        series(test("tried_one", FAIL), test("steady", FAIL));
        String asked = "/rules/new?tests=tried_*&tree=" + name + "&expires=" + today();
        Document page = page(asked);
        assertThat(page.select("main p").eachText())
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "names 1 test or subtest",
                                "would have been known: 2; 1 of them would not have been red"));
        assertThat(page.select("main td").eachText()).contains("! warning", "✗ failed by others");
        assertThat(page.select("button[formmethod=post]").text()).isEqualTo("Make the rule");
        assertThat(rules.counting(name))
                .noneMatch(rule -> rule.terms().tests().text().equals("tried_*"));
        given().contentType(ContentType.JSON)
                .body(rule("KNOWN_FAILURE", "tried_*"))
                .post("/api/v1/rules?dryRun=true")
                .then()
                .statusCode(200)
                .body("tests", equalTo(1), "runs.size()", equalTo(2), "runs[1].green", equalTo(true));
    }

    @Test
    void a_rule_is_tried_on_runs_that_it_is_about_however_many_others_came_since() {
        long run = series(test("crowded_out", FAIL));
        write("update job set arch = 's390x', suite = 'test_maps' where run_id = " + run);
        tree = runs.tree(name + "_busy");
        oftenSince(series(test("crowded_out", FAIL)), 100);
        for (Map<String, String> about :
                List.of(Map.of("tree", name), Map.of("arch", "s390x"), Map.of("suite", "test_maps"))) {
            Map<String, String> rule = rule("KNOWN_FAILURE", "crowded_out", "tree", "");
            rule.putAll(about);
            given().contentType(ContentType.JSON)
                    .body(rule)
                    .post("/api/v1/rules?dryRun=true")
                    .then()
                    .statusCode(200)
                    .body("runs.run", equalTo(List.of((int) run)));
        }
    }

    @Test
    void a_rule_is_made_and_taken_back_by_forms() {
        given().redirects()
                .follow(false)
                .formParams(rule("KNOWN_FAILURE", "formed", "reason", HOSTILE, "link", "https://example.org/?a=1&b=2"))
                .post("/rules")
                .then()
                .statusCode(303)
                .header("Location", startsWith("/rules#rule-"));
        Document page = page("/rules?tree=" + name);
        assertThat(page.select("main script")).isEmpty();
        assertThat(page.select("main tbody tr").text()).contains("formed", "known failure", name, HOSTILE, "Anna");
        assertThat(page.select("main tbody a").attr("href")).isEqualTo("https://example.org/?a=1&b=2");
        String action = page.select("form[action$=/end]").attr("action");
        given().redirects().follow(false).post(action).then().statusCode(303);
        given().redirects().follow(false).post(action).then().statusCode(404);
        assertThat(rules.counting(name)).isEmpty();
        assertThat(page("/rules").select("h2:contains(Ended) ~ div tbody").text())
                .contains("formed");
        assertThat(page("/audit").select("tbody").text()).contains("rule made", "rule ended");
    }

    @Test
    void a_form_that_is_refused_says_all_that_is_wrong_and_keeps_what_was_typed() {
        String answer = given().formParam("tests", "typed\"><script>")
                .formParam("link", "javascript:alert(1)")
                .formParam("expires", "never")
                .post("/rules")
                .then()
                .statusCode(400)
                .extract()
                .asString();
        Document page = Jsoup.parse(answer);
        assertThat(page.select(".verdict.FAILED li").eachText()).hasSize(5);
        assertThat(page.select("input[name=tests]").attr("value")).isEqualTo("typed\"><script>");
        assertThat(page.select("main script")).isEmpty();
    }

    @Test
    void a_denylist_comes_in_and_goes_out() {
        Map<String, Object> wishes = Map.of(
                "list", "first # slow here\n\n# all of these\nsecond/*\n", "rest", rule("DENY", "", "arch", "s390x"));
        for (int made : new int[] {2, 0}) {
            given().contentType(ContentType.JSON)
                    .body(wishes)
                    .post("/api/v1/rules/denylist")
                    .then()
                    .statusCode(200)
                    .body("made", equalTo(made));
        }
        given().get("/api/v1/rules/denylist?arch=s390x&tree=" + name)
                .then()
                .statusCode(200)
                .contentType(ContentType.TEXT)
                .body(equalTo("first # slow here (Anna, until %1$s)\nsecond/* # all of these (Anna, until %1$s)\n"
                        .formatted(today().plusDays(9))));
        given().get("/api/v1/rules/denylist?arch=x86_64&tree=" + name).then().body(equalTo(""));
    }

    @Test
    void a_denylist_with_one_wrong_line_makes_no_rule() {
        String answer = given().formParams(rule("DENY", ""))
                .formParam("list", "right\n/wrong\n")
                .post("/rules/denylist")
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(Jsoup.parse(answer).select(".verdict.FAILED li").text()).startsWith("Line 2: tests: name a test");
        assertThat(Jsoup.parse(answer).select("textarea").text()).contains("/wrong");
        assertThat(rules.counting(name)).isEmpty();
    }

    @Test
    void the_form_takes_a_long_denylist() {
        String list = IntStream.range(0, 300)
                .mapToObj(
                        number -> name + number + "   # fails where the machine is busy, see the list of last summer\n")
                .collect(Collectors.joining());
        given().formParams(rule("DENY", "", "list", list))
                .redirects()
                .follow(false)
                .post("/rules/denylist")
                .then()
                .statusCode(303);
        assertThat(rules.counting(name)).hasSize(300);
    }

    @Test
    void a_rule_whose_tests_have_passed_on_15_bases_in_a_row_is_proposed_for_removal() {
        made(rule("KNOWN_FAILURE", "mended"));
        made(rule("KNOWN_FAILURE", "men*/sub"));
        made(rule("KNOWN_FAILURE", "broken"));
        TestReport[] reports = {test("mended", PASS), subtest("mended", "sub", PASS), test("broken", FAIL)};
        for (int base = 0; base < 14; base++) {
            runs.ofBase(runs.base(tree, "o" + base), reports);
        }
        assertThat(page("/rules?tree=" + name).select("h2:contains(needed no more)"))
                .isEmpty();
        runs.ofBase(runs.base(tree, "o14"), reports);
        assertThat(page("/rules?tree=" + name)
                        .select("h2:contains(needed no more) + p + div tbody td b")
                        .eachText())
                .containsExactly("men*/sub", "mended");
    }

    private Map<String, String> rule(String kind, String tests, String... more) {
        Map<String, String> fields = new java.util.HashMap<>(Map.of(
                "kind",
                kind,
                "tests",
                tests,
                "tree",
                name,
                "owner",
                "Anna",
                "reason",
                "why",
                "expires",
                today().plusDays(9).toString()));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    private static long made(Map<String, String> rule) {
        return given().contentType(ContentType.JSON)
                .body(rule)
                .post("/api/v1/rules")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    /** On a base that passes all of it. */
    private long series(TestReport... reports) {
        long base = runs.base(tree, "s" + System.nanoTime());
        runs.ofBase(
                base,
                Stream.of(reports)
                        .map(report -> new TestReport(report.test(), report.subtest(), PASS, 20, null))
                        .toArray(TestReport[]::new));
        return runs.ofSeries(base, runs.series(base, name + System.nanoTime()), List.of(reports), List.of());
    }

    /** As if so many runs had found what it found. */
    private void oftenSince(long run, int times) {
        write("""
                with more as (
                     insert into run (kind, base_id, series_id, state, created_at, finished_at)
                     select r.kind, r.base_id, r.series_id, r.state, r.created_at, r.finished_at from run r cross join generate_series(1, %2$d) where r.id = %1$d returning id),
                job_of as (
                     insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since)
                     select m.id, j.name, j.kind, j.arch, j.compiler, j.suite, j.pool, j.kernel_config, j.tests, j.deny, j.state, j.since
                       from more m join job j on j.run_id = %1$d returning id, run_id)
                insert into finding (run_id, job_id, test_id, verdict, title)
                select j.run_id, j.id, f.test_id, f.verdict, f.title from job_of j join finding f on f.run_id = %1$d
                """.formatted(run, times));
    }

    private void write(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private static JsonPath run(long id) {
        return given().accept(ContentType.JSON)
                .get("/runs/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Document page(String path) {
        String html = given().accept(ContentType.HTML)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(html).as("every part of the template has a value").doesNotContain("NOT_FOUND");
        return Jsoup.parse(html);
    }
}
