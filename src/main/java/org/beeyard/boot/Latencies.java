package org.beeyard.boot;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Response times by buckets, so that percentiles can be told over all replicas. */
class Latencies {

    @Produces
    @Singleton
    MeterFilter buckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("http.server.requests")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(true)
                                .minimumExpectedValue(1e6)
                                .maximumExpectedValue(30e9)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
