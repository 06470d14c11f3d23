package org.beeyard.tree;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Times as crontab(5) has them: minute, hour, day of the month, month, day of the week, in UTC. Pure. */
public final class Schedule {

    private static final Instant ANY = Instant.EPOCH;

    private final ExecutionTime times;

    private Schedule(Cron cron) {
        times = ExecutionTime.forCron(cron);
    }

    /** @throws IllegalArgumentException when it is none, or none of its times ever comes; the message is a sentence */
    public static Schedule of(String expression) {
        Schedule schedule;
        try {
            schedule = new Schedule(
                    new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + expression
                            + "' is no time as crontab has them (minute, hour, day of the month, month, day of the week, like \"30 3 * * *\"): "
                            + e.getMessage() + ".",
                    e);
        }
        if (schedule.times.nextExecution(ANY.atZone(ZoneOffset.UTC)).isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' is a time that never comes.");
        }
        return schedule;
    }

    /** The first of its times after an instant. */
    public Instant next(Instant after) {
        Optional<ZonedDateTime> next = times.nextExecution(after.atZone(ZoneOffset.UTC));
        return next.orElseThrow(() -> new IllegalStateException("no time after " + after))
                .toInstant();
    }
}
