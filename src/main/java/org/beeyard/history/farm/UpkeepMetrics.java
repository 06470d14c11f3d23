package org.beeyard.history.farm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.beeyard.history.farm.Needs.Need;

/** What the page of the farm says of its upkeep, for those who watch the farm: the same on each replica. */
@ApplicationScoped
class UpkeepMetrics {

    private final Upkeep upkeep;
    private final Needs needs;
    private final Clock clock;
    private final MultiGauge succeeded;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge wanting;

    UpkeepMetrics(Upkeep upkeep, Needs needs, Clock clock, MeterRegistry registry) {
        this.upkeep = upkeep;
        this.needs = needs;
        this.clock = clock;
        this.succeeded = MultiGauge.builder("beeyard.loop.succeeded")
                .baseUnit("seconds")
                .description("when the last turn of a loop was all right, where that is longest ago, since 1970")
                .register(registry);
        this.waiting = MultiGauge.builder("beeyard.publications")
                .description("what is still to be said elsewhere")
                .register(registry);
        this.oldest = MultiGauge.builder("beeyard.publications.late")
                .baseUnit("seconds")
                .description("for how long the first of these could have been said")
                .register(registry);
        this.wanting = MultiGauge.builder("beeyard.needs")
                .description("what does not go on until somebody does something, " + Needs.MOST + " for more")
                .register(registry);
    }

    @Scheduled(every = "15s", identity = "upkeep-metrics", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        Instant now = clock.instant();
        succeeded.register(
                upkeep.loops().loops().stream()
                        .filter(loop -> loop.succeededAt() != null)
                        .<Row<?>>map(loop -> Row.of(
                                Tags.of("loop", loop.name()), loop.succeededAt().getEpochSecond()))
                        .toList(),
                true);
        List<Upkeep.BacklogRow> backlog = upkeep.backlog();
        waiting.register(
                backlog.stream()
                        .<Row<?>>map(row -> Row.of(Tags.of("destination", row.destination()), row.waiting()))
                        .toList(),
                true);
        oldest.register(
                backlog.stream()
                        .<Row<?>>map(row -> Row.of(
                                Tags.of("destination", row.destination()),
                                row.oldest() == null
                                        ? 0
                                        : Math.max(
                                                0,
                                                Duration.between(row.oldest(), now)
                                                        .toSeconds())))
                        .toList(),
                true);
        Map<Needs.Kind, Long> many =
                needs.all().stream().collect(Collectors.groupingBy(Need::kind, Collectors.summingLong(Need::many)));
        wanting.register(
                List.of(Needs.Kind.values()).stream()
                        .<Row<?>>map(kind -> Row.of(Tags.of("kind", kind.name()), many.getOrDefault(kind, 0L)))
                        .toList(),
                true);
    }
}
