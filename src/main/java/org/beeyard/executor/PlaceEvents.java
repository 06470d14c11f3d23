package org.beeyard.executor;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Keeps what places tell of attempts that have ended, before what they tell it of is removed. Once for each attempt. */
@ApplicationScoped
class PlaceEvents {

    private final EntityManager database;

    PlaceEvents(EntityManager database) {
        this.database = database;
    }

    void keep(Executor executor, long attempt) {
        if (QuarkusTransaction.requiringNew().call(() -> kept(attempt))) {
            return;
        }
        List<Executor.Told> told = executor.told(attempt);
        if (told.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            // Of two replicas that look at once one waits here.
            database.createNativeQuery("select id from attempt where id = ?1 for update")
                    .setParameter(1, attempt)
                    .getResultList();
            if (!kept(attempt)) {
                told.forEach(event -> store(attempt, event));
            }
        });
    }

    private boolean kept(long attempt) {
        return !database.createNativeQuery("select 1 from event where attempt_id = ?1 and place limit 1")
                .setParameter(1, attempt)
                .getResultList()
                .isEmpty();
    }

    private void store(long attempt, Executor.Told event) {
        database.createNativeQuery("""
                        insert into event (at, run_id, job_id, attempt_id, what, place)
                        select ?2, j.run_id, j.id, a.id, ?3, true from attempt a join job j on j.id = a.job_id where a.id = ?1
                        """)
                .setParameter(1, attempt)
                .setParameter(2, event.at())
                .setParameter(3, event.words())
                .executeUpdate();
    }
}
