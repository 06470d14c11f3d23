package org.beeyard.web.farm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether what the farm does by itself is done. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class FarmPageTest {

    @Inject
    EntityManager database;

    @AfterEach
    void forget() {
        write("delete from loop where replica = 'another'");
        forgetAll();
    }

    @Test
    void every_loop_is_there_with_its_interval_and_on_time() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(loops().select("td:first-child").eachText())
                        .contains(
                                "applying",
                                "dispatch",
                                "judging",
                                "leases",
                                "loops",
                                "outbox-github",
                                "outbox-mail",
                                "outbox-patchwork",
                                "planning",
                                "reconciliation"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(loops().select("tr:has(td:matchesOwn(^judging$))")
                                .text())
                        .matches("judging ✓ on time \\d+ s ago 2 s 1"));
    }

    @Test
    void a_loop_that_hangs_on_one_of_the_replicas_is_late_and_comes_first() {
        write("""
                insert into loop values ('another', 'judging', 2, now() - interval '1 hour', now() - interval '20 minutes', now() - interval '19 minutes', 'deadlock <b>detected', now())
                """);
        assertThat(loops().select("tbody tr").first().text())
                .startsWith("judging ⚠ late deadlock <b>detected")
                .contains("20 min");
    }

    @Test
    void a_replica_that_was_killed_is_told_of() {
        write("""
                insert into loop values ('another', 'judging', 2, now() - interval '1 hour', now() - interval '20 minutes', null, null, now() - interval '20 minutes')
                """);
        assertThat(PlayedPages.page("/farm").select("p.verdict.ERROR").eachText())
                .contains("⚠ The replica another has not stopped and has told nothing for 20 min.");
    }

    @Test
    void what_is_not_well_beyond_the_lists_is_not_kept_quiet() {
        tooMuch(20, 50);
        assertThat(PlayedPages.page("/farm").text())
                .doesNotContain("these are the newest 20")
                .doesNotContain("these are the last 20");
        forgetAll();
        tooMuch(21, 51);
        assertThat(PlayedPages.page("/farm").select("p:contains(and more)").eachText())
                .containsExactly(
                        "and more: these are the newest 20",
                        "and more: these are the last 20",
                        "and more: these are the newest 20",
                        "and more: these are the first 20",
                        "and more: these are the newest 20",
                        "and more: these are the newest 50");
        given().accept(ContentType.JSON)
                .get("/farm")
                .then()
                .body("sources.find { it.name == 'cut' }.waiting", hasSize(20))
                .body("sources.find { it.name == 'cut' }.moreWaiting", equalTo(true))
                .body("sources.find { it.name == 'cut' }.lost", hasSize(20))
                .body("sources.find { it.name == 'cut' }.moreLost", equalTo(true))
                .body("repositories.find { it.name == 'cut/linux@example' }.waiting", hasSize(20))
                .body("repositories.find { it.name == 'cut/linux@example' }.moreWaiting", equalTo(true))
                .body("repositories.find { it.name == 'cut/linux@example' }.ignored", hasSize(20))
                .body("repositories.find { it.name == 'cut/linux@example' }.moreIgnored", equalTo(true))
                .body("mirrors.find { it.tree == 'cut' }.trouble", hasSize(20))
                .body("mirrors.find { it.tree == 'cut' }.moreTrouble", equalTo(true))
                .body("trouble", hasSize(50))
                .body("moreTrouble", equalTo(true));
    }

    @Test
    void series_that_were_given_up_are_there_with_the_reason_the_last_one_first() {
        write("insert into patchwork_source (name) values ('cut')");
        write("""
                insert into patchwork_series (source, id, state, due_at, settled_at, reason, name, web_url)
                values ('cut', 9, 'LOST', now(), now() - interval '3 hours', 'GET /series/9/ was answered 404', null, null),
                       ('cut', 8, 'LOST', now(), now() - interval '5 minutes', 'The farm failed: <b>', 'bpf: Lost', 'https://patchwork.example/8'),
                       ('cut', 7, 'UNFIT', now(), now(), 'it is a pull request, not patches', 'bpf: Unfit', null)
                """);
        Elements table =
                PlayedPages.page("/farm").select("h3:matchesOwn(^cut$) + p.facts + div:has(th:contains(given up))");
        assertThat(table.select("tbody tr").eachText())
                .containsExactly(
                        "bpf: Lost The farm failed: <b> 5 min ago", "9 GET /series/9/ was answered 404 3 h ago");
        assertThat(table.select("a").eachAttr("href")).containsExactly("https://patchwork.example/8");
        given().accept(ContentType.JSON)
                .get("/farm")
                .then()
                .body("sources.find { it.name == 'cut' }.lost.id", equalTo(List.of(8, 9)))
                .body("sources.find { it.name == 'cut' }.lost[0].reason", equalTo("The farm failed: <b>"))
                .body("sources.find { it.name == 'cut' }.moreLost", equalTo(false))
                .body("sources.find { it.name == 'cut' }.waiting", hasSize(0));
    }

    /** Of each kind of thing that others have and the farm cannot deal with, and of what cannot be said. */
    private void tooMuch(int things, int publications) {
        write("insert into patchwork_source (name) values ('cut')");
        write(
                "insert into patchwork_series (source, id, state, due_at) select 'cut', i, 'INCOMPLETE', now() from generate_series(1, %d) i"
                        .formatted(things));
        write(
                "insert into patchwork_series (source, id, state, due_at, settled_at) select 'cut', 1000 + i, 'LOST', now(), now() from generate_series(1, %d) i"
                        .formatted(things));
        write(
                "insert into github_repository (name, comments_until, web_url) values ('cut/linux@example', now(), 'https://github.example/cut/linux')");
        write("""
                insert into github_pull (repository, number, title, author, web_url, open, head, seen_at, state, reason)
                select 'cut/linux@example', i, 'Title', 'anna', 'https://github.example', true, 'a1', now(), 'IGNORED', 'It is so.' from generate_series(1, %d) i
                """.formatted(things));
        write("""
                insert into github_branch (repository, name, open, head, state, reason)
                select 'cut/linux@example', 'branch ' || i, true, 'a1', 'IGNORED', 'It is so.' from generate_series(1, %d) i
                """.formatted(things));
        write(
                "insert into mirror (tree, repository, web_url, active, due_at) values ('cut', 'cut/linux@example', 'https://github.example/cut/linux', true, now())");
        write("insert into topic (key, created_at) select 'cut ' || i, now() from generate_series(1, %d) i"
                .formatted(things));
        write("""
                insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state)
                select id, 1, 'bpf: Cut', 'Anna', '{}', 'upload', key, now(), 'CLOSED' from topic where key like 'cut %'
                """);
        write("""
                insert into mirror_pull (topic_id, tree, repository, branch, error)
                select id, 'cut', 'cut/linux@example', key, 'It is so.' from topic where key like 'cut %'
                """);
        write("""
                insert into publication (destination, source, object, context, series_id, state, description, target_url, status, not_before, changed_at)
                select 'patchwork', 'cut', i, 'it', (select max(id) from series where digest like 'cut %%'), 'FAIL', 'It is so.', '', 'DEAD', now(), now() from generate_series(1, %d) i
                """.formatted(publications));
    }

    private void forgetAll() {
        write("delete from publication where source = 'cut'");
        write("delete from mirror_pull where tree = 'cut'");
        write("delete from mirror where tree = 'cut'");
        write("delete from series where digest like 'cut %'");
        write("delete from topic where key like 'cut %'");
        write("delete from github_branch where repository = 'cut/linux@example'");
        write("delete from github_pull where repository = 'cut/linux@example'");
        write("delete from github_repository where name = 'cut/linux@example'");
        write("delete from patchwork_series where source = 'cut'");
        write("delete from patchwork_source where name = 'cut'");
    }

    private static Document loops() {
        Document page = PlayedPages.page("/farm");
        return Jsoup.parse(page.select("#loops ~ div").first().outerHtml());
    }

    private void write(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
