package org.beeyard.result;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Finding the patch of a series that brings its new failures, and the commit from which on bases have theirs. */
@ConfigMapping(prefix = "bisect")
public interface BisectConfig {

    @WithDefault("true")
    boolean enabled();

    /** Of the failing tests so many are run in each step. */
    @Min(1)
    @Max(100)
    @WithDefault("20")
    int tests();

    /** Steps that one series may take; 2 to their power patches can be told apart. */
    @Min(1)
    @Max(10)
    @WithDefault("7")
    int steps();

    /** Whether it is searched between bases, too. */
    @WithDefault("true")
    boolean bases();

    /** Steps that a search between two bases may take. */
    @Min(1)
    @Max(16)
    @WithDefault("7")
    int baseSteps();
}
