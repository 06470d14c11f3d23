package org.beeyard.job;

import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.plan.Plan;

/** The farm's pools, by name. */
@ApplicationScoped
public class Pools {

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

    public List<Plan.Pool> forPlanning() {
        return pools.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pool -> new Plan.Pool(pool.getKey(), pool.getValue().arch()))
                .toList();
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
