package org.beeyard.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When a pool is stopped because its place, not the patches, makes attempts fail. */
@ConfigMapping(prefix = "pausing")
public interface PausingConfig {

    /** Of a hundred attempts, how many may end in an infrastructure error. */
    @Min(1)
    @Max(100)
    @WithDefault("20")
    int percent();

    /** Looked back so far. */
    @WithDefault("10m")
    Duration window();

    /** Fewer attempts than these say nothing. */
    @Min(1)
    @WithDefault("10")
    int least();
}
