package org.beeyard.retention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong in the configuration of what is kept how long, a line each, all at once. */
public final class RetentionCheck {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORTEST_ROUND = Duration.ofMinutes(1);

    private RetentionCheck() {}

    /**
     * @param attempt how long one may take at most
     * @param link how long a blob may be sent to a signed place
     */
    public static List<String> problems(RetentionConfig config, Duration attempt, Duration link) {
        List<String> problems = new ArrayList<>();
        atLeastADay("results", config.results(), problems);
        atLeastADay("logs", config.logs(), problems);
        atLeastADay("artifacts", config.artifacts(), problems);
        atLeastADay("grace", config.grace(), problems);
        if (config.results().compareTo(config.artifacts().plus(Bounds.MARGIN)) < 0) {
            problems.add("retention.results: must be at least " + Bounds.MARGIN.toDays()
                    + "d more than retention.artifacts: a base without results is one that nothing is compared with.");
        }
        if (config.grace().compareTo(attempt) <= 0) {
            problems.add("retention.grace: must be longer than an attempt may take, which names at its end what it"
                    + " stored; by its pool's times that is " + words(attempt) + ".");
        }
        if (config.grace().compareTo(link) <= 0) {
            problems.add("retention.grace: must be longer than beeyard.blobs.s3.link-time.");
        }
        if (config.every().compareTo(SHORTEST_ROUND) < 0) {
            problems.add("retention.every: must be at least 1m.");
        }
        return problems;
    }

    /** As it is written in the configuration. */
    private static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static void atLeastADay(String key, Duration value, List<String> problems) {
        if (value.compareTo(DAY) < 0) {
            problems.add("retention." + key + ": must be at least 1d.");
        }
    }
}
