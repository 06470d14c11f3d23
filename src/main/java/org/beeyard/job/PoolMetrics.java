package org.beeyard.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;

/** What the tables say of pools, for those who watch the farm: the same on each replica. */
@ApplicationScoped
class PoolMetrics {

    private final EntityManager database;
    private final Pools pools;
    private final MultiGauge attempts;
    private final MultiGauge paused;
    private final MultiGauge slots;

    PoolMetrics(EntityManager database, Pools pools, MeterRegistry registry) {
        this.database = database;
        this.pools = pools;
        this.attempts = MultiGauge.builder("beeyard.attempts")
                .description("attempts that have not ended")
                .register(registry);
        this.paused = MultiGauge.builder("beeyard.pool.paused")
                .description("1 when the pool starts nothing")
                .register(registry);
        this.slots = MultiGauge.builder("beeyard.pool.slots")
                .description("attempts that the pool may have in flight")
                .register(registry);
    }

    @Scheduled(every = "15s", identity = "pool-metrics", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        QuarkusTransaction.requiringNew().run(() -> {
            List<Row<?>> counts = new ArrayList<>();
            for (Object row : database.createNativeQuery(
                            "select pool, state, count(*) from attempt where finished_at is null group by pool, state")
                    .getResultList()) {
                Object[] r = (Object[]) row;
                counts.add(Row.of(Tags.of("pool", (String) r[0], "state", (String) r[1]), (Number) r[2]));
            }
            attempts.register(counts, true);
            List<?> stopped = database.createNativeQuery("select pool from pool_pause where since is not null")
                    .getResultList();
            List<Row<?>> pauses = new ArrayList<>();
            pools.names().forEach(name -> pauses.add(Row.of(Tags.of("pool", name), stopped.contains(name) ? 1 : 0)));
            paused.register(pauses, true);
            slots.register(
                    pools.names().stream()
                            .<Row<?>>map(name -> Row.of(
                                    Tags.of("pool", name),
                                    pools.named(name).orElseThrow().slots()))
                            .toList(),
                    true);
        });
    }
}
