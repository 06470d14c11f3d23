package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import org.beeyard.blob.Sweep;
import org.beeyard.lease.Leases;

/** Removes blobs that nothing names any more, the store's parts one after the other. */
@ApplicationScoped
class UnnamedBlobs implements Work {

    private static final String NAME = "blobs";

    private final EntityManager database;
    private final Leases leases;
    private final Sweep sweep;

    UnnamedBlobs(EntityManager database, Leases leases, Sweep sweep) {
        this.database = database;
        this.leases = leases;
        this.sweep = sweep;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Done some(Bounds bounds) throws IOException {
        int part = requiringNew()
                .call(() -> ((Number) database.createNativeQuery("select place from retention where work = ?1")
                                .setParameter(1, NAME)
                                .getSingleResult())
                        .intValue());
        Sweep.Swept swept = sweep.part(part, bounds.grace(), () -> leases.confirm(Retention.LEASE));
        int next = (part + 1) % Sweep.PARTS;
        requiringNew().run(() -> {
            leases.confirm(Retention.LEASE);
            database.createNativeQuery("update retention set place = ?2 where work = ?1")
                    .setParameter(1, NAME)
                    .setParameter(2, next)
                    .executeUpdate();
        });
        return new Done(swept.blobs(), swept.bytes(), next > 0);
    }
}
