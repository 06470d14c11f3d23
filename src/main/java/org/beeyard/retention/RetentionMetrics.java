package org.beeyard.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** For those who watch the farm: how the rounds go, the same on each replica, and what this one has thrown away. */
@ApplicationScoped
class RetentionMetrics {

    private final EntityManager database;
    private final MeterRegistry registry;
    private final MultiGauge failing;
    private final MultiGauge ended;

    RetentionMetrics(EntityManager database, MeterRegistry registry) {
        this.database = database;
        this.registry = registry;
        this.failing = MultiGauge.builder("beeyard.retention.failing")
                .description("1 when the last round went wrong")
                .register(registry);
        this.ended = MultiGauge.builder("beeyard.retention.ended")
                .baseUnit("seconds")
                .description("when the last round ended, since 1970")
                .register(registry);
    }

    void gone(String work, long removed, long freed) {
        Counter.builder("beeyard.retention.removed")
                .tag("work", work)
                .register(registry)
                .increment(removed);
        Counter.builder("beeyard.retention.freed")
                .baseUnit("bytes")
                .tag("work", work)
                .register(registry)
                .increment(Math.max(0, freed));
    }

    @Scheduled(every = "60s", identity = "retention-metrics", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        List<Object[]> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select work, error is not null, extract(epoch from ended_at) from retention where ended_at is not null",
                                Object[].class)
                        .getResultList());
        failing.register(
                rows.stream()
                        .<Row<?>>map(r -> Row.of(Tags.of("work", (String) r[0]), (Boolean) r[1] ? 1 : 0))
                        .toList(),
                true);
        ended.register(
                rows.stream()
                        .<Row<?>>map(r -> Row.of(Tags.of("work", (String) r[0]), (Number) r[2]))
                        .toList(),
                true);
    }
}
