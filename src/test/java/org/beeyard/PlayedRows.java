package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.beeyard.job.Attempts.AttemptEnded;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** The rows that what is played is made of, each statement in the caller's transaction or else one of its own; and the farm's judgement. */
final class PlayedRows {

    private final EntityManager database =
            CDI.current().select(EntityManager.class).get();

    /** @param sql that gives one number */
    long id(String sql, @Nullable Object... parameters) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> ((Number) Sql.query(database, sql, parameters).getSingleResult()).longValue());
    }

    void change(String sql, @Nullable Object... parameters) {
        QuarkusTransaction.joiningExisting()
                .run(() -> Sql.query(database, sql, parameters).executeUpdate());
    }

    <E> E find(Class<E> type, long id) {
        return database.find(type, id);
    }

    void flush() {
        database.flush();
    }

    /** As whoever ends an attempt does. */
    static void wake(long attempt) {
        CDI.current().getBeanManager().getEvent().select(AttemptEnded.class).fireAsync(new AttemptEnded(attempt));
    }

    /** Waits until the farm has judged the run whose last attempt this is. */
    long judged(long run, long attempt) {
        wake(attempt);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        id("select count(*) from run where id = ?1 and state not in ('PENDING', 'RUNNING')", run) == 1);
        return run;
    }
}
