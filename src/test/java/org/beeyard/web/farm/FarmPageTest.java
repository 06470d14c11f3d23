package org.beeyard.web.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
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

    private static Document loops() {
        Document page = PlayedPages.page("/farm");
        return Jsoup.parse(page.select("#loops ~ div").first().outerHtml());
    }

    private void write(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
