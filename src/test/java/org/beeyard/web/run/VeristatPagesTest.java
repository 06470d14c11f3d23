package org.beeyard.web.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.program;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.TestReport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the farm says of the programs that veristat looks at. */
@QuarkusTest
@TestProfile(VeristatPagesTest.Measured.class)
class VeristatPagesTest {

    /** A tree whose programs may not grow by more than a tenth. */
    public static class Measured extends IdleFarm {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("trees.measured.source", config.get("trees.test.source"));
            config.put("trees.measured.veristat.states", "10%");
            config.put("trees.measured.veristat.at-least", "50");
            return config;
        }
    }

    private PlayedRuns runs;

    @BeforeEach
    void begin() {
        runs = new PlayedRuns();
    }

    @Test
    void a_run_lists_its_changed_programs_the_worst_first() {
        long base = runs.base(runs.tree("programs_list"), "71".repeat(20));
        runs.ofPrograms(
                base,
                null,
                program("l.bpf.o:same", 5, 50),
                program("l.bpf.o:grown", 100, 1_000),
                program("l.bpf.o:out", 7, 70));
        long run = runs.ofPrograms(
                base,
                runs.series(base, "makes programs dearer"),
                program("l.bpf.o:same", 5, 50),
                program("l.bpf.o:grown", 150, 1_000),
                test("l.bpf.o:out", FAIL));
        Document page = page("/runs/" + run + "/veristat");
        assertThat(page.select("tbody tr").eachText())
                .containsExactly(
                        "✗ refused l.bpf.o:out 7 70 veristat x86_64 gcc",
                        "↑ grew l.bpf.o:grown 150 100 +50.0 % 1000 1000 veristat x86_64 gcc");
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/veristat?what=GREW&q=GROWN")
                .then()
                .body("changes.program.test", equalTo(List.of("l.bpf.o:grown")))
                .body("changes[0].statesGrowth", equalTo("+50.0 %"))
                .body("counts.refused", equalTo(1))
                .body("next", nullValue());
        assertThat(page("/runs/" + run).select("p.facts:contains(veristat)").text())
                .isEqualTo("veristat against the base: ✗ 1 refused ↑ 1 grew");
        given().get("/runs/" + run + "/veristat?what=worse")
                .then()
                .statusCode(400)
                .body(containsString("what=worse"));
    }

    @Test
    void a_long_list_goes_on_where_its_page_ends() {
        long base = runs.base(runs.tree("programs_pages"), "72".repeat(20));
        runs.ofPrograms(base, null, programs(10));
        long run = runs.ofPrograms(base, runs.series(base, "makes all programs dearer"), programs(20));
        String next = page("/runs/" + run + "/veristat?what=GREW")
                .select("a[rel=next]")
                .attr("href");
        assertThat(next).isEqualTo("?what=GREW&q=&after=99");
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/veristat" + next)
                .then()
                .body("changes", hasSize(50))
                .body("next", nullValue());
    }

    @Test
    void a_growth_that_the_tree_does_not_allow_warns_on_the_pages_of_run_and_series() {
        long base = runs.base(runs.tree("measured"), "73".repeat(20));
        runs.ofPrograms(base, null, program("m.bpf.o:big", 1_000, 9_000), program("m.bpf.o:small", 10, 90));
        long series = runs.series(base, "makes one program dearer");
        long run =
                runs.ofPrograms(base, series, program("m.bpf.o:big", 1_200, 9_000), program("m.bpf.o:small", 30, 90));
        for (String path : List.of("/runs/" + run, "/series/" + series)) {
            Document page = page(path);
            assertThat(page.selectFirst("p.verdict").text())
                    .as(path)
                    .isEqualTo("! warning: 1 grown program in 2 tests.");
            assertThat(page.select("table.findings tbody tr").text())
                    .contains("↑ growth", "m.bpf.o:big", "1000 states, 9000 instructions", "the tree allows 10 %");
            assertThat(page.select("p.facts:contains(veristat)").text()).contains("↑ 2 grew");
        }
    }

    @Test
    void a_program_shows_what_the_verifier_did_for_it_base_by_base() {
        long tree = runs.tree("programs_trend");
        runs.ofPrograms(runs.base(tree, "74".repeat(20)), null, program("t.bpf.o:x", 100, 1_000));
        runs.ofPrograms(runs.base(tree, "75".repeat(20)), null, test("t.bpf.o:x", FAIL));
        long newest = runs.ofPrograms(runs.base(tree, "76".repeat(20)), null, program("t.bpf.o:x", 300, 1_500));
        Document page = page("/tests/veristat/t.bpf.o:x");
        assertThat(page.select("figure.trend figcaption").eachText())
                .containsExactly("300 states 100 to 300", "1500 instructions 1000 to 1500");
        assertThat(page.select("figure.trend").first().select("title").eachText())
                .containsExactly("747474747474: 100 states", "757575757575: fail", "767676767676: 300 states");
        assertThat(page.select("figure.trend a").last().attr("href")).isEqualTo("/runs/" + newest);
        assertThat(page.select("details:contains(The numbers) tbody tr").eachText())
                .containsExactly("767676767676 300 1500", "757575757575 ✗ fail", "747474747474 100 1000");
        given().accept(ContentType.JSON)
                .get("/tests/veristat/t.bpf.o:x")
                .then()
                .body("programs[0].points.states", equalTo(java.util.Arrays.asList(100, null, 300)));
    }

    @Test
    void programs_that_the_verifier_always_refused_are_not_among_what_is_broken() {
        long tree = runs.tree("programs_broken");
        runs.ofPrograms(
                runs.base(tree, "77".repeat(20)), null, test("b.bpf.o:never", FAIL), program("b.bpf.o:once", 1, 1));
        runs.ofPrograms(
                runs.base(tree, "78".repeat(20)), null, test("b.bpf.o:never", FAIL), test("b.bpf.o:once", FAIL));
        given().accept(ContentType.JSON)
                .get("/trees/programs_broken")
                .then()
                .body("broken.test.test", equalTo(List.of("b.bpf.o:once")));
    }

    @Test
    void a_job_is_told_by_what_differs_and_not_by_what_is_refused_on_both_kernels() {
        long base = runs.base(runs.tree("programs_words"), "79".repeat(20));
        long alone = runs.ofPrograms(base, null, test("w.bpf.o:never", FAIL), program("w.bpf.o:x", 10, 100));
        long same = runs.ofPrograms(
                base,
                runs.series(base, "leaves programs alone"),
                test("w.bpf.o:never", FAIL),
                program("w.bpf.o:x", 10, 100));
        long worse = runs.ofPrograms(
                base, runs.series(base, "has one refused"), test("w.bpf.o:never", FAIL), test("w.bpf.o:x", FAIL));
        assertThat(told(alone)).isEqualTo("✓ passed | 1 accepted, 1 refused");
        assertThat(told(same)).isEqualTo("✓ passed | = same as on the base");
        assertThat(told(worse)).isEqualTo("✗ failed | ✗ 1 refused");
        assertThat(ofJob(alone)).isEqualTo("✓ passed");
        assertThat(ofJob(same)).isEqualTo("✓ passed: every program as on the base");
        assertThat(ofJob(worse)).isEqualTo("✗ failed: ✗ 1 refused");
        assertThat(page("/runs/" + same).select("p.verdict").text()).startsWith("✓ passed");
        assertThat(page("/series?tree=programs_words")
                        .select("table.series td:eq(4)")
                        .eachText())
                .containsExactly("✗ x86_64", "✓ x86_64");
    }

    private static String told(long run) {
        var cells = page("/runs/" + run).select("table:not(.findings) tbody td");
        return cells.get(1).text() + " | " + cells.get(3).text();
    }

    private static String ofJob(long run) {
        String job = page("/runs/" + run)
                .select("table:not(.findings) tbody td a[href^=/jobs/]")
                .attr("href");
        return page(job).select("p.verdict").text();
    }

    private static TestReport[] programs(int states) {
        return IntStream.range(0, 150)
                .mapToObj(i -> program("p.bpf.o:x" + i, states + i, 5))
                .toArray(TestReport[]::new);
    }

    private static Document page(String path) {
        return Jsoup.parse(given().accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
