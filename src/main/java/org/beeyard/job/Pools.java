package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.plan.Plan;
import org.beeyard.protocol.ByteSize;

/** The farm's pools, by name. */
@ApplicationScoped
public class Pools {

    /** The pool of a farm whose configuration names none. */
    private static final String ONLY = "local";

    private final Map<String, PoolConfig.Pool> pools;

    public Pools(PoolConfig config) {
        this.pools = config.all().isEmpty() ? Map.of(ONLY, new DefaultPool()) : config.all();
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

    private record DefaultPool() implements PoolConfig.Pool {
        @Override
        public String arch() {
            return "any";
        }

        @Override
        public int slots() {
            return 1;
        }

        @Override
        public String executor() {
            return "local";
        }

        @Override
        public String kvm() {
            return "preferred";
        }

        @Override
        public int cpu() {
            return 0;
        }

        @Override
        public ByteSize memory() {
            return ByteSize.of("8GiB");
        }

        @Override
        public ByteSize disk() {
            return ByteSize.of("20GiB");
        }

        @Override
        public Duration buildTime() {
            return Duration.ofHours(3);
        }

        @Override
        public Duration testTime() {
            return Duration.ofMinutes(100);
        }

        @Override
        public Duration silence() {
            return Duration.ofMinutes(10);
        }

        @Override
        public int vmCpu() {
            return 2;
        }

        @Override
        public ByteSize vmMemory() {
            return ByteSize.of("3GiB");
        }
    }
}
