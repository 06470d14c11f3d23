package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.Test;

/** What is written down to be said. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class PublicationsTest {

    @Inject
    Publications publications;

    @Inject
    EntityManager database;

    private final String name = "said " + UUID.randomUUID();

    @Test
    void leave_a_mail_that_waits_unsent_when_it_is_no_news_any_more() {
        PlayedRuns runs = new PlayedRuns();
        long base = runs.base(runs.tree("said"), UUID.randomUUID().toString().replace("-", "") + "00000000");
        long series = runs.series(base, "bpf: " + name);
        mail(series);
        runs.ofBase(base, test("xdp", PASS));
        runs.ofSeries(base, series, List.of(test("xdp", PASS)), List.of());
        QuarkusTransaction.requiringNew().run(() -> publications.write(series));
        assertThat(status(series)).isEqualTo("DROPPED");
    }

    @Test
    void say_the_worst_where_two_checks_have_one_place() {
        Notice passed = notice("beeyard-test-x86_64-foo-clang", CheckState.SUCCESS);
        Notice failed = notice("beeyard-test-x86_64-foo-clang", CheckState.FAIL);
        Notice other = notice("beeyard-test-summary", CheckState.FAIL);
        assertThat(Publications.once(List.of(passed, other, failed))).containsExactly(failed, other);
    }

    private static Notice notice(String context, CheckState state) {
        return new Notice("pw", "1", context, state, "So it is.", "");
    }

    /** Of a failure; the server takes nothing for a while. */
    private void mail(long series) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                        insert into publication (destination, source, object, context, series_id, state, description, target_url, status, not_before, changed_at)
                        values ('mail', 'smtp', cast(?1 as text), 'verdict', ?1, 'FAIL', '1 new failure.', '', 'WAITING', now() + interval '1 day', now())
                        """, series).executeUpdate());
    }

    private String status(long series) {
        return QuarkusTransaction.requiringNew().call(() -> (String) Sql.query(
                        database,
                        "select status from publication where destination = 'mail' and series_id = ?1",
                        series)
                .getSingleResult());
    }
}
