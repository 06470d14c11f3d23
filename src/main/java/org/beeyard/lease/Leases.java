package org.beeyard.lease;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Which work is this replica's. A lease lives 20 seconds by the database's clock and is renewed every 5; the replica that
 * misses its renewals stops by its own clock before another may begin, and what it still writes is refused by the fence.
 */
@ApplicationScoped
public class Leases {

    /** What needs a store of git objects: a replica has one of its own. */
    public static final String TREES = "trees";

    private static final Logger log = Logger.getLogger(Leases.class);
    private static final int LIFE_SECONDS = 20;
    private static final long SURE_NANOS = Duration.ofSeconds(LIFE_SECONDS - 5).toNanos();

    private static final String TAKE = """
            insert into lease (name, owner, fence, expires_at)
            select unnest(?1), ?2, 1, now() + make_interval(secs => ?3)
            on conflict (name) do update
               set owner = excluded.owner, expires_at = excluded.expires_at,
                   fence = lease.fence + case when lease.owner = excluded.owner then 0 else 1 end
             where lease.owner = excluded.owner or lease.expires_at < now()
            returning name, fence
            """;

    private final EntityManager database;
    private final boolean alone;
    private final String owner = host() + "/" + UUID.randomUUID();
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @param alone whether the database is this farm's own, so that no other replica can be */
    Leases(EntityManager database, @ConfigProperty(name = "beeyard.alone") boolean alone) {
        this.database = database;
        this.alone = alone;
    }

    /** @param until by this machine's count, which nobody sets */
    private record Held(long fence, long until) {

        static final Held NOT = new Held(-1, Long.MIN_VALUE);

        boolean sure() {
            return this != NOT && System.nanoTime() - until < 0;
        }
    }

    /** The work was taken over by another replica. */
    public static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost(String name) {
            super("the lease of " + name + " was lost to another replica");
        }
    }

    /** Before any work asks; what a killed farm held would be waited for. */
    void starting(@Observes @Priority(1) StartupEvent event) {
        if (alone) {
            QuarkusTransaction.requiringNew()
                    .run(() -> database.createNativeQuery("delete from lease where owner <> ?1")
                            .setParameter(1, owner)
                            .executeUpdate());
        }
    }

    /** Which replica this is. */
    /** This replica's name: its host's, and one of its own for as long as it lives. */
    String owner() {
        return owner;
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the work is this replica's for the next seconds. */
    public boolean holds(String name) {
        if (!held.containsKey(name)) {
            held.put(name, Held.NOT);
            take(List.of(name));
        }
        return !stopping && held.getOrDefault(name, Held.NOT).sure();
    }

    /** To be asked in the transaction that writes what the work gave. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void confirm(String name) {
        boolean ours = !database.createNativeQuery(
                        "select 1 from lease where name = ?1 and owner = ?2 and fence = ?3 for share")
                .setParameter(1, name)
                .setParameter(2, owner)
                .setParameter(3, held.getOrDefault(name, Held.NOT).fence())
                .getResultList()
                .isEmpty();
        if (!ours) {
            throw new Lost(name);
        }
    }

    @Scheduled(every = "5s", identity = "leases", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        if (!held.isEmpty() && !stopping) {
            take(held.keySet().stream().sorted().toList());
        }
    }

    private void take(List<String> names) {
        long asked = System.nanoTime();
        Map<String, Long> given = QuarkusTransaction.requiringNew().call(() -> {
            Map<String, Long> rows = new ConcurrentHashMap<>();
            for (Object row : database.createNativeQuery(TAKE)
                    .setParameter(1, names.toArray(String[]::new))
                    .setParameter(2, owner)
                    .setParameter(3, (double) LIFE_SECONDS)
                    .getResultList()) {
                Object[] columns = (Object[]) row;
                rows.put((String) columns[0], ((Number) columns[1]).longValue());
            }
            return rows;
        });
        for (String name : names) {
            Long fence = given.get(name);
            Held before = held.put(name, fence == null ? Held.NOT : new Held(fence, asked + SURE_NANOS));
            if (!alone && (before == null || !before.sure()) && fence != null) {
                log.infof("this replica does %s now", name);
            }
        }
    }

    void stopped(@Observes ShutdownEvent event) {
        release();
    }

    /** Others need not wait until they expire. */
    void release() {
        stopping = true;
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("update lease set expires_at = now() where owner = ?1")
                        .setParameter(1, owner)
                        .executeUpdate());
    }
}
