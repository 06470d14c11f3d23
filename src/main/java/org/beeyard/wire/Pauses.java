package org.beeyard.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Servers that fail, by name, and for how long they are left alone: shortly at first, and twice as long with each failure in a row, but
 * never shorter than a server asks for. It is told when that begins, becomes something else, is as slow as it gets, and is over. Only
 * hints: after a restart each is asked at once.
 */
public final class Pauses {

    private record Failing(String how, Instant since, int times, Instant until) {}

    private final Map<String, Failing> failing = new ConcurrentHashMap<>();
    private final PausesConfig config;
    private final Clock clock;
    private final BiConsumer<Level, String> log;

    public Pauses(PausesConfig config, Clock clock, BiConsumer<Level, String> log) {
        this.config = config;
        this.clock = clock;
        this.log = log;
    }

    /** Returns for how long it is left alone. */
    public Duration failed(String server, Fault fault) {
        return failed(
                server,
                fault.kind().name(),
                String.valueOf(fault.getMessage()),
                fault.pause().orElse(Duration.ZERO));
    }

    /**
     * Returns for how long it is left alone.
     *
     * @param how in a word: another one is news
     * @param why a clause
     * @param least of the pause
     */
    public synchronized Duration failed(String server, String how, String why, Duration least) {
        Instant now = clock.instant();
        @Nullable Failing before = failing.get(server);
        int times = before == null ? 1 : before.times() + 1;
        Duration grown = config.after(times, config.longest());
        Duration pause = longer(grown, least);
        if (before != null) {
            pause = longer(pause, Duration.between(now, before.until()));
        }
        failing.put(server, new Failing(how, before == null ? now : before.since(), times, now.plus(pause)));
        if (before == null || !before.how().equals(how)) {
            log.accept(Level.WARN, server + ": " + why + "; it is left alone for " + words(pause));
        } else if (grown.equals(config.longest())
                && !config.after(times - 1, grown).equals(grown)) {
            log.accept(
                    Level.WARN,
                    server + " has failed " + times + " times in " + words(Duration.between(before.since(), now))
                            + "; it is asked every " + words(grown) + " until it is well: " + why);
        }
        return pause;
    }

    /** It did all that it was asked. */
    public synchronized void well(String server) {
        @Nullable Failing before = failing.remove(server);
        if (before != null) {
            log.accept(
                    Level.INFO,
                    server + " is well again after " + words(Duration.between(before.since(), clock.instant())));
        }
    }

    /** Empty when it may be asked. */
    public Optional<Duration> left(String server) {
        Instant now = clock.instant();
        return Optional.ofNullable(failing.get(server))
                .map(one -> Duration.between(now, one.until()))
                .filter(Duration::isPositive);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static String words(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
