package org.beeyard.patchwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.patchwork.Visitor.mail;
import static org.beeyard.patchwork.Visitor.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake tells as v3.1.3 was seen to tell. */
class FakePatchworkTest {

    private static final String COVER = mail("[PATCH bpf-next v2 0/2] Two things", 0, "About both.\n");
    private static final String FIRST = patch("[PATCH bpf-next v2 1/2] bpf: One thing", 1);
    private static final String SECOND = patch("[PATCH bpf-next v2 2/2] bpf: Another thing", 2);

    private FakePatchwork patchwork;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        patchwork = FakePatchwork.start();
        patchwork.clock(Instant.parse("2026-02-02T10:00:00Z"));
        visitor = new Visitor(patchwork.url());
    }

    @AfterEach
    void stop() {
        visitor.close();
        patchwork.close();
    }

    @Test
    void tells_a_series_event_by_event() {
        patchwork.series(COVER, FIRST, SECOND);
        assertThat(visitor.events("1.2", "order=date"))
                .containsExactly(
                        "1 series-created",
                        "2 cover-created",
                        "3 patch-created",
                        "4 patch-completed",
                        "5 patch-created",
                        "6 patch-completed",
                        "7 series-completed");
    }

    @Test
    void completes_patches_when_those_before_them_are_there() {
        long series = patchwork.beginSeries(SECOND);
        assertThat(visitor.events("1.2", "order=date")).containsExactly("1 patch-created", "2 series-created");
        patchwork.arrive(series, FIRST, COVER);
        assertThat(visitor.events("1.2", "order=date&since=2026-02-02T10:00:00.000002"))
                .containsExactly(
                        "3 patch-created",
                        "4 patch-completed",
                        "5 patch-completed",
                        "6 series-completed",
                        "7 cover-created");
        assertThat(patchwork.patches(series)).containsExactly(2L, 1L);
    }

    @Test
    void gives_events_in_pages_that_are_linked() {
        patchwork.series(COVER, FIRST, SECOND);
        HttpResponse<String> page =
                visitor.get("/api/1.2/events/?since=2026-02-02T10:00&project=netdevbpf&per_page=1&page=2&order=date"
                        + "&category=series-completed&category=cover-created");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).isEqualTo("{\"detail\":\"Invalid page.\"}");
        page = visitor.get("/api/1.2/events/?since=2026-02-02T10:00&project=netdevbpf&per_page=3&page=2&order=date");
        assertThat(page.headers().firstValue("Link").orElseThrow())
                .isEqualTo("""
                <URL?order=date&page=3&per_page=3&project=netdevbpf&since=2026-02-02T10%3A00>; rel="next", \
                <URL?order=date&per_page=3&project=netdevbpf&since=2026-02-02T10%3A00>; rel="prev", \
                <URL?order=date&page=1&per_page=3&project=netdevbpf&since=2026-02-02T10%3A00>; rel="first", \
                <URL?order=date&page=3&per_page=3&project=netdevbpf&since=2026-02-02T10%3A00>; rel="last"\
                """.replace("URL", patchwork.url() + "/api/1.2/events/"));
        assertThat(visitor.get("/api/1.2/events/?category=series-completed").body())
                .isEqualTo("""
                [{"id":7,"category":"series-completed",\
                "project":{"id":1,"url":"URL/api/1.2/projects/1/","name":"Netdev + BPF","link_name":"netdevbpf",\
                "list_id":"bpf.vger.kernel.org","list_email":"bpf@vger.kernel.org","web_url":"","scm_url":"",\
                "webscm_url":"","list_archive_url":"https://lore.kernel.org/bpf/",\
                "list_archive_url_format":"https://lore.kernel.org/bpf/{}","commit_url_format":""},\
                "date":"2026-02-02T10:00:00.000006","actor":null,"payload":{"series":{"id":1,\
                "url":"URL/api/1.2/series/1/","web_url":"URL/project/netdevbpf/list/?series=1",\
                "date":"2026-02-01T08:00:00","name":"Two things","version":2,"mbox":"URL/series/1/mbox/"}}}]\
                """.replace("URL", patchwork.url().toString()));
    }

    @Test
    void gives_a_series_with_its_patches_in_the_order_of_their_dates() {
        patchwork.series(patch("[PATCH bpf 1/2] bpf: Late", 9), patch("[PATCH bpf 2/2] bpf: Early", 3));
        assertThat(visitor.get("/api/1.2/series/1/").body()).isEqualTo("""
                {"id":1,"url":"URL/api/1.2/series/1/","web_url":"URL/project/netdevbpf/list/?series=1",\
                "project":PROJECT,"name":"[bpf,1/2] bpf: Late","date":"2026-02-01T08:09:00",\
                "submitter":{"id":1,"url":"URL/api/1.2/people/1/","name":"A U Thor","email":"author@example.org"},\
                "version":1,"total":2,"received_total":2,"received_all":true,"mbox":"URL/series/1/mbox/",\
                "cover_letter":null,"patches":[\
                {"id":2,"url":"URL/api/1.2/patches/2/","web_url":"URL/project/netdevbpf/patch/3@example.org/",\
                "msgid":"<3@example.org>","list_archive_url":"https://lore.kernel.org/bpf/3@example.org",\
                "date":"2026-02-01T08:03:00","name":"[bpf,2/2] bpf: Early",\
                "mbox":"URL/project/netdevbpf/patch/3@example.org/mbox/"},\
                {"id":1,"url":"URL/api/1.2/patches/1/","web_url":"URL/project/netdevbpf/patch/9@example.org/",\
                "msgid":"<9@example.org>","list_archive_url":"https://lore.kernel.org/bpf/9@example.org",\
                "date":"2026-02-01T08:09:00","name":"[bpf,1/2] bpf: Late",\
                "mbox":"URL/project/netdevbpf/patch/9@example.org/mbox/"}]}\
                """.replace(
                        "PROJECT",
                        visitor.json("/api/1.2/events/").get(0).get("project").toString())
                .replace("URL", patchwork.url().toString()));
    }

    @Test
    void hands_out_mails_with_what_reviewers_said() {
        long series = patchwork.series(COVER, patch("[PATCH bpf-next v2 2/2] bpf: Another thing", 2), FIRST);
        patchwork.comment(
                patchwork.patches(series).getFirst(), "R <r@example.net>", "Good.\n\nAcked-by: R <r@example.net>");
        String mbox = visitor.get("/series/1/mbox/").body();
        assertThat(mbox).startsWith("""
                From patchwork Sun Feb  1 08:01:00 2026
                Content-Type: text/plain; charset="utf-8"
                MIME-Version: 1.0
                Content-Transfer-Encoding: 7bit
                X-Patchwork-Submitter: A U Thor <author@example.org>
                X-Patchwork-Id: 2
                From: A U Thor <author@example.org>
                Date: Sun, 1 Feb 2026 08:01:00 +0000
                Message-ID: <1@example.org>
                Subject: [PATCH bpf-next v2 1/2] bpf: One thing

                Words.
                Acked-by: R <r@example.net>
                ---

                diff --git a/words.txt b/words.txt
                """);
        assertThat(mbox.lines().filter(line -> line.startsWith("Subject:")))
                .containsExactly(
                        "Subject: [PATCH bpf-next v2 1/2] bpf: One thing",
                        "Subject: [PATCH bpf-next v2 2/2] bpf: Another thing");
        assertThat(visitor.get("/project/netdevbpf/cover/0@example.org/mbox/").body())
                .endsWith("\n\nAbout both.\n");
    }

    @Test
    void answers_outside_of_the_api_in_html() {
        assertThat(visitor.type("/api/1.2/series/7/")).isEqualTo("404 application/json");
        assertThat(visitor.type("/api/1.2/series/abc/")).isEqualTo("404 text/html; charset=utf-8");
        assertThat(visitor.type("/series/7/mbox/")).isEqualTo("404 text/html; charset=utf-8");
        HttpResponse<String> moved = visitor.send("POST", "/api/1.2/patches/1/checks", "", "state=fail");
        assertThat(visitor.said(moved)).isEqualTo("301 ");
        assertThat(moved.headers().firstValue("Location")).hasValue("/api/1.2/patches/1/checks/");
    }

    @Test
    void takes_dates_without_a_zone_only() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        assertThat(visitor.events("1.2", "since=2026-02-02T10:00:00.000003")).containsExactly("4 series-completed");
        assertThat(visitor.events("1.2", "before=2026-02-02T10:00:00.000001")).containsExactly("1 patch-created");
        assertThat(visitor.type("/api/1.2/events/?since=2026-02-02T10:00:00Z")).isEqualTo("500 text/html");
        assertThat(visitor.events("1.2", "since=bogus")).isEmpty();
    }

    @Test
    void finds_nothing_by_a_filter_that_makes_no_sense() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        patchwork.delegate(1, "bpf");
        for (String filter :
                List.of("project=nope", "state=1&state=99", "series=9", "delegate=nobody", "msgid=<1@example.org>")) {
            assertThat(visitor.json(
                            "/api/1.2/patches/?" + filter.replace("<", "%3C").replace(">", "%3E")))
                    .as(filter)
                    .isEmpty();
        }
        for (String filter :
                List.of("project=NetdevBPF", "state=new", "series=1", "delegate=4", "archived=false", "q=ONE,bpf")) {
            assertThat(visitor.json("/api/1.2/patches/?" + filter)).as(filter).hasSize(1);
        }
    }

    @Test
    void tells_of_comments_in_its_newest_version_only() {
        long series = patchwork.series(COVER, FIRST, SECOND);
        patchwork.comment(1, "R <r@example.net>", "beeyard: recheck");
        patchwork.coverComment(series, "R <r@example.net>", "Thanks");
        assertThat(visitor.events("1.2", "category=patch-comment-created")).isEmpty();
        JsonNode event =
                visitor.json("/api/1.3/events/?category=patch-comment-created").get(0);
        String comment = event.get("payload").get("comment").get("url").asText();
        assertThat(comment).isEqualTo(patchwork.url() + "/api/1.3/patches/1/comments/1/");
        assertThat(visitor.json("/api/1.3/patches/1/comments/1/").get("content").asText())
                .isEqualTo("beeyard: recheck");
        assertThat(visitor.json("/api/1.3/covers/1/comments/1/")
                        .get("submitter")
                        .get("name")
                        .asText())
                .isEqualTo("R");
        assertThat(visitor.type("/api/1.2/patches/1/comments/1/")).isEqualTo("404 text/html; charset=utf-8");
        assertThat(visitor.json("/api/1.2/patches/1/comments/")).hasSize(1);
    }

    @Test
    void tells_what_maintainers_do() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        patchwork.state(1, "changes-requested");
        patchwork.state(1, "changes-requested");
        patchwork.delegate(1, "bpf");
        patchwork.delegate(1, null);
        patchwork.archive(1);
        assertThat(visitor.events("1.2", "order=date&since=2026-02-02T10:00:00.000004"))
                .containsExactly("5 patch-state-changed", "6 patch-delegated", "7 patch-delegated");
        JsonNode changed = visitor.json("/api/1.2/events/?category=patch-state-changed")
                .get(0)
                .get("payload");
        assertThat(changed.get("previous_state").asText()).isEqualTo("new");
        assertThat(changed.get("current_state").asText()).isEqualTo("changes-requested");
        assertThat(visitor.json("/api/1.2/patches/1/").get("archived").asBoolean())
                .isTrue();
    }

    @Test
    void loses_delays_and_repeats_completions() {
        patchwork.silentSeries(patch("[PATCH bpf] bpf: One", 1));
        long late = patchwork.lateSeries(patch("[PATCH bpf] bpf: Two", 2));
        long prompt = patchwork.series(patch("[PATCH bpf] bpf: Three", 3));
        assertThat(visitor.events("1.2", "category=series-completed")).containsExactly("11 series-completed");
        patchwork.release();
        patchwork.repeatCompleted(prompt);
        assertThat(visitor.events("1.2", "category=series-completed&order=date"))
                .containsExactly("12 series-completed", "11 series-completed", "13 series-completed");
        assertThat(visitor.json("/api/1.2/events/?series=" + late + "&category=series-completed")
                        .get(0)
                        .get("date")
                        .asText())
                .isEqualTo("2026-02-02T10:00:00.000006");
    }

    @Test
    void gives_a_pull_request_without_a_diff() {
        patchwork.pullRequest(mail("pull-request: bpf 2026-02-01", 1, """
                The following changes since commit 1234:

                are available in the Git repository at:

                  https://git.example.org/bpf.git tags/for-netdev
                """));
        JsonNode patch = visitor.json("/api/1.2/patches/1/");
        assertThat(patch.get("pull_url").asText()).isEqualTo("https://git.example.org/bpf.git tags/for-netdev");
        assertThat(patch.get("diff").isNull()).isTrue();
        assertThat(visitor.events("1.2", "category=series-completed")).hasSize(1);
    }
}
