package org.beeyard.series;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.beeyard.protocol.ByteSize;

/** Bounds of what comes in from outside. */
@ConfigMapping(prefix = "limits")
public interface LimitConfig {

    ByteSize LEAST_LOG = ByteSize.of("1MiB");

    /** Patches a series may have. */
    @Min(1)
    @Max(1000)
    @WithDefault("100")
    int patches();

    @WithDefault("10MiB")
    ByteSize patchSize();

    /** A whole upload, also after unpacking. */
    @WithDefault("64MiB")
    ByteSize upload();

    /** What git sends of a pull request or a branch: without a base that is known here, all its files. */
    @WithDefault("1GiB")
    ByteSize fetch();

    /** Of an attempt's log that is kept. */
    @WithDefault("64MiB")
    ByteSize log();

    /** One file that an attempt leaves. */
    @WithDefault("4GiB")
    ByteSize artifact();

    /** All files that an attempt leaves. */
    @WithDefault("8GiB")
    ByteSize artifacts();

    /** What an agent says at once: a batch of results, a piece of log, the manifest. */
    @WithDefault("16MiB")
    ByteSize report();

    /** Results of tests and subtests that an attempt may report. */
    @Min(1000)
    @WithDefault("200000")
    int results();

    /** What those tests have printed, together. */
    @WithDefault("512MiB")
    ByteSize excerpts();

    /** Of the agents at one address in a second. */
    @Min(10)
    @WithDefault("200")
    int requests();

    /** What is wrong with them: a shorter log has no room for its beginning, its end and the words between them. */
    default Optional<String> problem() {
        return log().bytes() < LEAST_LOG.bytes()
                ? Optional.of("limits.log: must be at least " + LEAST_LOG + ".")
                : Optional.empty();
    }
}
