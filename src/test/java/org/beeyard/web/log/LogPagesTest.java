package org.beeyard.web.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.StoredLogs;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of an attempt, and the page of its job. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class LogPagesTest {

    private static final Instant NOON = Instant.parse("2026-02-24T12:00:00Z");
    private static final String HOSTILE =
            "<script>alert(1)</script> & \"quoted\" \u001b]0;evil\u0007\u001b[31mred\u001b[0m \u202e";

    @TestHTTPResource
    URI farm;

    private StoredLogs logs;
    private long job;
    private long attempt;

    @BeforeEach
    void begin() {
        logs = new StoredLogs();
        job = logs.job("FAILED");
        attempt = logs.attempt(job, 1, "FAILED", NOON, NOON.plusSeconds(100));
    }

    @Test
    void opens_at_the_first_error_with_its_step_open_and_the_others_folded() throws IOException {
        append(
                "##[step] fetching the kernel\nfetched\n##[step] running test_progs\n#1 good:OK\ntest_bad:FAIL:load\n#2 bad:FAIL\n");
        given().redirects()
                .follow(false)
                .accept("text/html")
                .get("/attempts/" + attempt + "/log")
                .then()
                .statusCode(303)
                .header("Location", equalTo("/attempts/" + attempt + "/log?line=5#L5"));
        Document page = page("/attempts/" + attempt + "/log?line=5");
        assertThat(page.select(".log details summary").eachText())
                .containsExactly("fetching the kernel 2 lines here", "running test_progs 4 lines here");
        assertThat(page.select(".log details[open] summary").text()).startsWith("running test_progs");
        assertThat(page.selectFirst("#L5").className()).isEqualTo("l error wanted");
        assertThat(page.selectFirst("#L5 .t").wholeText()).isEqualTo("test_bad:FAIL:load");
        assertThat(page.selectFirst("#L5 a.n").attr("href")).isEqualTo("/attempts/" + attempt + "/log?line=5#L5");
        assertThat(page.select("#errors li").eachText())
                .containsExactly("5 failed test test_bad:FAIL:load", "6 failed test #2 bad:FAIL");
        assertThat(page.select("[sse-connect]")).isEmpty();
    }

    @Test
    void a_long_log_is_shown_in_pages_that_join_without_scripts() throws IOException {
        append(numbered(2_500));
        Document page = page("/attempts/" + attempt + "/log");
        assertThat(lines(page)).startsWith("line 1501").endsWith("line 2500").hasSize(1_000);
        page = page("/attempts/" + attempt + "/log"
                + page.select(".paging a:contains(earlier)").attr("href"));
        assertThat(lines(page)).startsWith("line 501").endsWith("line 1500");
        page = page("/attempts/" + attempt + "/log"
                + page.select(".paging a:contains(earlier)").attr("href"));
        assertThat(lines(page)).startsWith("line 1").endsWith("line 1000");
        assertThat(page.select(".paging a:contains(earlier)")).isEmpty();
        page = page("/attempts/" + attempt + "/log"
                + page.select(".paging a:contains(later)").attr("href"));
        assertThat(lines(page)).startsWith("line 1001").endsWith("line 2000");
        assertThat(lines(page("/attempts/" + attempt + "/log?line=2000")))
                .startsWith("line 1900")
                .endsWith("line 2500");
        assertThat(lines(page("/attempts/" + attempt + "/log?line=99999"))).contains("line 2500");
        assertThat(lines(page("/attempts/" + attempt + "/log?from=-7"))).startsWith("line 1");
    }

    @Test
    void what_strangers_print_is_text_and_colours_and_nothing_else() throws IOException {
        append(HOSTILE + "\n\u0000\b<img src=x onerror=alert(1)>\n");
        Document page = page("/attempts/" + attempt + "/log");
        assertThat(page.select("main script, main img")).isEmpty();
        assertThat(page.selectFirst("#L1 .t").wholeText())
                .isEqualTo("<script>alert(1)</script> & \"quoted\" red ⟨U+202E⟩");
        assertThat(page.selectFirst("#L1 .t span.fg1").text()).isEqualTo("red");
        assertThat(page.selectFirst("#L2 .t").wholeText()).isEqualTo("␀␈<img src=x onerror=alert(1)>");
        Document found = page("/attempts/" + attempt + "/log?q=%3Cscript%3E");
        assertThat(found.select("main script")).isEmpty();
        assertThat(found.select("mark").text()).isEqualTo("<script>");
        assertThat(found.select("input[name=q]").last().attr("value")).isEqualTo("<script>");
    }

    @Test
    void a_line_of_a_megabyte_is_shortened_and_says_so() throws IOException {
        append("short\n" + "é".repeat(1 << 19) + "\nlast\n");
        Document page = page("/attempts/" + attempt + "/log");
        assertThat(page.html().length()).isLessThan(60_000);
        assertThat(page.select("#L2 .cut").text()).isEqualTo("… 1020 KiB more in this line");
        String whole = given().get(page.select("#L2 .cut").attr("href")).asString();
        assertThat(whole).isEqualTo("é".repeat(1 << 19));
        assertThat(page.selectFirst("#L3 .t").text()).isEqualTo("last");
    }

    @Test
    void finds_words_in_all_lines_and_leads_to_them() throws IOException {
        append(numbered(2_500));
        Document page = page("/attempts/" + attempt + "/log?q=LINE%201");
        assertThat(page.select("main .facts").text()).contains("1111 lines with LINE 1");
        assertThat(page.select(".log .l")).hasSize(200);
        assertThat(page.select(".log .l a").first().attr("href")).isEqualTo("?line=1#L1");
        Document next = page("/attempts/" + attempt + "/log"
                + page.select("a:contains(More of them)").attr("href"));
        assertThat(next.select(".log .l a.n").first().text()).isEqualTo("1089");
        given().accept(ContentType.JSON)
                .get("/attempts/" + attempt + "/log?q=line 2500")
                .then()
                .body("found.lines", equalTo(1))
                .body("found.hits[0].line", equalTo(2_500))
                .body("parts", hasSize(0));
        given().accept(ContentType.JSON)
                .get("/attempts/" + attempt + "/log?q=" + "x".repeat(300))
                .then()
                .statusCode(400);
    }

    @Test
    void tells_the_same_as_data() throws IOException {
        append("##[step] running test_progs\n\u001b[31mtest_bad:FAIL:load\u001b[0m\n");
        given().accept(ContentType.JSON)
                .get("/attempts/" + attempt + "/log")
                .then()
                .body("wanted", equalTo(2))
                .body("lines", equalTo(2))
                .body("errors.text", equalTo(List.of("test_bad:FAIL:load")))
                .body("steps.name", equalTo(List.of("running test_progs")))
                .body("parts[0].lines.text", equalTo(List.of("##[step] running test_progs", "test_bad:FAIL:load")))
                .body("parts[0].lines[0].spans", nullValue())
                .body("later", nullValue());
        given().accept(ContentType.JSON).get("/attempts/0/log").then().statusCode(404);
    }

    @Test
    void an_empty_log_says_so() {
        assertThat(page("/attempts/" + attempt + "/log").select(".empty").text())
                .isEqualTo("Nothing has been logged.");
    }

    @Test
    void lines_that_come_while_one_looks_are_appended_to_the_page() throws Exception {
        long live = logs.attempt(job, 2, "QUEUED", Instant.now(), null);
        logs.append(live, bytes("##[step] running test_progs\ntest_early:FAIL:x\nhalf"), NOON);
        Document page = page("/attempts/" + live + "/log");
        assertThat(lines(page)).endsWith("test_early:FAIL:x");
        String stream = page.select("[sse-connect]").attr("sse-connect");
        logs.append(live, bytes(" done\n<b>next</b>\nunfinished"), NOON);
        List<String> events = events(stream, 4);
        assertThat(String.join("\n", events))
                .contains("id:5-")
                .contains("half done")
                .contains("id=\"L4\"")
                .contains("&lt;b&gt;next&lt;/b&gt;")
                .doesNotContain("unfinished");
        logs.end(live, "FAILED");
        assertThat(String.join("\n", events(stream, 99))).contains("unfinished").contains("event:done");
    }

    @Test
    void the_bytes_are_given_in_ranges() throws IOException {
        append("0123456789");
        given().header("Range", "bytes=2-4")
                .get("/attempts/" + attempt + "/log.txt")
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 2-4/10")
                .body(equalTo("234"));
        given().header("Range", "bytes=8-")
                .get("/attempts/" + attempt + "/log.txt")
                .then()
                .body(equalTo("89"));
        given().header("Range", "bytes=10-")
                .get("/attempts/" + attempt + "/log.txt")
                .then()
                .statusCode(416);
        given().get("/attempts/" + attempt + "/log.txt?from=3&length=2")
                .then()
                .statusCode(200)
                .body(equalTo("34"));
        given().get("/attempts/" + attempt + "/log.txt?from=99&length=-2")
                .then()
                .statusCode(200)
                .body(equalTo(""));
    }

    @Test
    void a_job_shows_what_failed_first_and_what_its_attempts_did_when() throws IOException {
        logs.append(attempt, bytes("##[step] booting\nkernel\n"), NOON.plusSeconds(1));
        logs.append(
                attempt,
                bytes("##[step] running test_progs\n<i>log</i>\ntest_bad:FAIL:load\n#2 bad:FAIL\n"),
                NOON.plusSeconds(20));
        long artifact = logs.artifact(attempt, "../a \"b\".tar", "<script>");
        QuarkusTransaction.requiringNew()
                .run(() -> logs.id(
                        "insert into event (at, run_id, job_id, attempt_id, what) select now(), run_id, id, ?2, 'attempt 1 FAILED: why' from job where id = ?1 returning id",
                        job,
                        attempt));
        Document page = page("/jobs/" + job);
        assertThat(page.select("a:contains(line 5 of attempt 1)").attr("href"))
                .isEqualTo("/attempts/" + attempt + "/log?line=5#L5");
        assertThat(page.select(".excerpt .l").eachText()).contains("4<i>log</i>", "5test_bad:FAIL:load");
        assertThat(page.select(".excerpt .l.error")).hasSize(1);
        assertThat(page.select("ol.phases li").eachText())
                .containsExactly("starting 0 s", "booting 20 s", "running test_progs 80 s");
        assertThat(page.select("svg.phases rect").eachAttr("width")).containsExactly("1", "200", "800");
        assertThat(page.select("svg.phases rect").last().className()).isEqualTo("phase-bad");
        assertThat(page.select(".events li").eachText()).containsExactly("just now attempt 1 FAILED: why");
        assertThat(page.select("[style]")).isEmpty();
        given().get("/artifacts/" + artifact)
                .then()
                .header("Content-Disposition", "attachment; filename=\".._a__b_.tar\"")
                .header("Content-Type", "application/octet-stream")
                .body(equalTo("<script>"));
        given().accept(ContentType.JSON)
                .get("/jobs/" + job)
                .then()
                .body("name", equalTo("test_progs x86_64 gcc"))
                .body("attempts[0].artifacts[0].size", equalTo(8))
                .body("firstFailure.mark.line", equalTo(5))
                .body(
                        "timelines[0].timeline.phases.name",
                        equalTo(List.of("starting", "booting", "running test_progs")));
    }

    @Test
    void a_job_that_fails_is_not_explained_by_an_attempt_that_only_the_farm_is_to_blame_for() throws IOException {
        logs.end(attempt, "ERROR");
        append("beeyard: ERROR. The node went away.\n");
        long second = logs.attempt(job, 2, "FAILED", NOON, NOON.plusSeconds(100));
        logs.append(second, bytes("##[step] running test_progs\nx:FAIL:y\n"), NOON);
        assertThat(page("/jobs/" + job).select(".excerpt .l.error").text()).isEqualTo("2x:FAIL:y");
    }

    @Test
    void a_job_that_runs_shows_the_end_of_its_log() throws IOException {
        long running = logs.attempt(logs.job("RUNNING"), 1, "QUEUED", Instant.now(), null);
        logs.append(running, bytes(numbered(100)), NOON);
        long its = QuarkusTransaction.requiringNew()
                .call(() -> logs.id("select job_id from attempt where id = ?1", running));
        Document page = page("/jobs/" + its);
        assertThat(page.select(".excerpt .l .t").eachText())
                .startsWith("line 61")
                .endsWith("line 100");
        assertThat(page.select("[sse-connect]").attr("sse-connect"))
                .startsWith("/attempts/" + running + "/log/lines?after=101-");
    }

    private void append(String text) throws IOException {
        logs.append(attempt, bytes(text), NOON);
    }

    private static String numbered(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(Document page) {
        return page.select(".log .l .t").eachText();
    }

    /** The stream's lines, until there are so many or it is done. */
    private List<String> events(String path, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        var connection = farm.resolve(path).toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setReadTimeout(20_000);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null && lines.size() < most; line = in.readLine()) {
                lines.add(line);
                if (line.equals("event:done")) {
                    break;
                }
            }
        }
        return lines;
    }

    private static Document page(String path) {
        String html = given().urlEncodingEnabled(false)
                .accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(html).doesNotContain("NOT_FOUND");
        return Jsoup.parse(html);
    }
}
