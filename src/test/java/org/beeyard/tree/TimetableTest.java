package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.Test;

/** Two replicas of a farm with one timetable, in years to come, so that the farm of the test leaves it alone. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class TimetableTest {

    private static final Instant NOW = Instant.parse("2110-01-01T12:00:00Z");

    @Inject
    EntityManager database;

    @Inject
    TreesConfig config;

    @Test
    void what_one_replica_has_done_the_other_does_not_do_again() {
        PlayedRuns runs = new PlayedRuns();
        long base = runs.base(runs.tree("timetable"), "7e".repeat(20));
        QuarkusTransaction.requiringNew().run(() -> Sql.query(database, """
                insert into timetable (tree, errand, how, due_at) values ('timetable', 'AGAIN', '30 3 * * *', '2109-12-20T03:30:00Z')
                """).executeUpdate());
        Timetable one = new Timetable(database, config, Clock.fixed(NOW, ZoneOffset.UTC));
        Timetable other = new Timetable(database, config, Clock.fixed(NOW, ZoneOffset.UTC));
        Timetable.Due due = ours(one);
        assertThat(ours(other)).isEqualTo(due);
        assertThat(done(one, due, base)).isTrue();
        assertThat(done(other, due, base)).isFalse();
        assertThat(one.due()).noneMatch(left -> left.tree().equals("timetable"));
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> Sql.query(database, "select due_at from timetable where tree = 'timetable'")
                                .getSingleResult()))
                .isEqualTo(Instant.parse("2110-01-02T03:30:00Z"));
    }

    private static Timetable.Due ours(Timetable timetable) {
        return timetable.due().stream()
                .filter(due -> due.tree().equals("timetable"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean done(Timetable timetable, Timetable.Due due, long base) {
        return QuarkusTransaction.requiringNew().call(() -> timetable.done(due, base));
    }
}
