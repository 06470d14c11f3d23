package org.beeyard.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** For how long others' servers are left alone when they fail. */
@ConfigMapping(prefix = "pauses")
public interface PausesConfig {

    /** After the first failure; twice as long after each further one in a row. */
    @WithDefault("1s")
    Duration first();

    @WithDefault("5m")
    Duration longest();

    /**
     * @param failures in a row, at least one
     * @param most never longer
     */
    default Duration after(int failures, Duration most) {
        Duration pause = first();
        for (int i = 1; i < failures && pause.compareTo(most) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(most) < 0 ? pause : most;
    }

    /** What is wrong with it. */
    default Optional<String> problem() {
        if (!first().isPositive()) {
            return Optional.of("pauses.first: must be longer than nothing.");
        }
        return longest().compareTo(first()) < 0 || longest().compareTo(Answer.MOST) > 0
                ? Optional.of("pauses.longest: must be between pauses.first and an hour.")
                : Optional.empty();
    }
}
