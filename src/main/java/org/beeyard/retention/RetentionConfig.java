package org.beeyard.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.beeyard.protocol.ByteSize;

/** How long things are kept. */
@ConfigMapping(prefix = "retention")
public interface RetentionConfig {

    /** Single results of tests, by whole weeks. What a test did on a day, and what was found, is kept for ever. */
    @WithDefault("180d")
    Duration results();

    /** Logs of attempts. */
    @WithDefault("90d")
    Duration logs();

    /** What attempts left, and what series and bases were built from. */
    @WithDefault("30d")
    Duration artifacts();

    /** How long a blob stays that nothing names, or not yet: longer than an attempt may take. */
    @WithDefault("2d")
    Duration grace();

    /** From the begin of one round to that of the next. */
    @WithDefault("6h")
    Duration every();

    /** With less room than this where blobs are kept the farm raises its voice. */
    @WithDefault("5GiB")
    ByteSize floor();
}
