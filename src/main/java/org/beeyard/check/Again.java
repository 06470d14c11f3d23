package org.beeyard.check;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;

/** A person has something said once more that could not be said. */
@ApplicationScoped
public class Again {

    private final EntityManager database;
    private final Audit audit;
    private final Clock clock;

    Again(EntityManager database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Now, and with all its tries. False when there is no such publication, or it was said. */
    public boolean say(long publication, Actor by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<Object[]> said = database.createNativeQuery("""
                            update publication set status = 'WAITING', tries = 0, not_before = ?2, revision = revision + 1
                             where id = ?1 and status in ('DEAD', 'WAITING') returning source, object, context
                            """, Object[].class)
                    .setParameter(1, publication)
                    .setParameter(2, clock.instant())
                    .getResultList();
            said.forEach(row -> audit.note(
                    by,
                    Act.PUBLISH_AGAIN,
                    "publication " + publication,
                    row[2] + " at " + row[0] + " " + row[1] + "."));
            return !said.isEmpty();
        });
    }
}
