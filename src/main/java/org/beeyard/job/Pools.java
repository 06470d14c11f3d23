package org.beeyard.job;

import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.plan.JobKind;
import org.beeyard.plan.Plan;

/** The farm's pools, by name. */
@ApplicationScoped
public class Pools {

    /** An agent stops itself at its limit; the farm waits this much longer before it does. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private static final Duration PROBE = Duration.ofMinutes(5);

    private final Map<String, PoolConfig.Pool> pools;

    public Pools(PoolConfig config) {
        this.pools = config.all().isEmpty() ? only() : config.all();
    }

    public List<String> names() {
        return pools.keySet().stream().sorted().toList();
    }

    public Optional<PoolConfig.Pool> named(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** After which an attempt of the pool is stopped by the farm; its agent stops itself earlier. */
    static Duration limit(PoolConfig.Pool pool, JobKind kind, String arch) {
        return time(pool, kind, arch).plus(GRACE);
    }

    /** What the work of an attempt may take. */
    public static Duration time(PoolConfig.Pool pool, JobKind kind, String arch) {
        return switch (kind) {
            case BUILD -> pool.buildTime();
            case TEST -> pool.emulatesBesides().contains(arch) ? pool.emulatedTestTime() : pool.testTime();
            case PROBE -> PROBE;
        };
    }

    public Duration limit(Attempt attempt) {
        return named(attempt.pool())
                .map(pool -> limit(pool, attempt.job().kind(), attempt.job().arch()))
                .orElse(GRACE);
    }

    /** After which no attempt of any pool is under way any more. */
    public Duration longest() {
        return pools.values().stream()
                .flatMap(Pools::times)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(GRACE);
    }

    private static Stream<Duration> times(PoolConfig.Pool pool) {
        Stream<Duration> own = Stream.of(pool.buildTime(), pool.testTime(), PROBE);
        return pool.emulatesBesides().isEmpty() ? own : Stream.concat(own, Stream.of(pool.emulatedTestTime()));
    }

    public List<Plan.Pool> forPlanning() {
        return pools.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pool -> planned(pool.getKey(), pool.getValue()))
                .toList();
    }

    private static Plan.Pool planned(String name, PoolConfig.Pool pool) {
        return new Plan.Pool(name, pool.ownArch(), pool.buildsBesides(), pool.emulatesBesides());
    }

    /** A farm whose configuration names no pool has one, with everything as by default. */
    private static Map<String, PoolConfig.Pool> only() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PoolConfig.class)
                .withDefaultValue("pools.local.slots", "1")
                .build()
                .getConfigMapping(PoolConfig.class)
                .all();
    }
}
