package org.beeyard.web.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.history.run.Findings;
import org.beeyard.history.series.Standing;
import org.beeyard.history.series.Standing.Spoken;
import org.beeyard.history.series.Standing.Underway;

/**
 * How far a series is, in lines that a shell script can take apart: {@code state} with one word (WAITING until there is a
 * last one), {@code say} with a sentence, {@code page} with a path, {@code new} with a job, a tab, and a test that newly fails.
 */
final class SeriesProgress {

    /** Units after which their speed says something. */
    private static final int ENOUGH_TO_TELL = 20;

    private SeriesProgress() {}

    /**
     * @param since when somebody asked for it; an older run is not meant
     * @param failures all that are new in the run
     */
    static String text(Standing series, Instant since, List<Findings.NewFailure> failures, Instant now) {
        StringBuilder text = new StringBuilder();
        Optional<Spoken> run = runOf(series, since);
        if (run.isPresent()) {
            Spoken spoken = run.get();
            line(text, "state", spoken.finished() ? spoken.state() : "WAITING");
            line(
                    text,
                    "say",
                    spoken.finished()
                            ? Optional.ofNullable(spoken.sentence()).orElse("")
                            : spoken.underway().map(job -> running(job, now)).orElse("waiting for a slot …"));
            line(text, "page", "/runs/" + spoken.id());
            failures.forEach(failure -> text.append("new ")
                    .append(plain(failure.jobName()))
                    .append('\t')
                    .append(plain(failure.title()))
                    .append('\n'));
            return text.toString();
        }
        boolean ended = switch (series.state()) {
            case "CONFLICT", "REJECTED", "ALREADY_APPLIED", "SUPERSEDED", "CLOSED" -> true;
            default -> false;
        };
        line(text, "state", series.farmsFault() ? "ERROR" : ended ? series.state() : "WAITING");
        line(
                text,
                "say",
                Optional.ofNullable(series.problem())
                        .orElse(ended ? "" : "applying the series (a new tree is imported first) …"));
        line(text, "page", "/series/" + series.series());
        return text.toString();
    }

    /** Of a commit of which there is no series. */
    static String unseen(Optional<String> ignored) {
        StringBuilder text = new StringBuilder();
        line(text, "state", ignored.isPresent() ? "IGNORED" : "WAITING");
        line(text, "say", ignored.orElse("the farm has not looked at it yet …"));
        line(text, "page", "/farm");
        return text.toString();
    }

    /** The run that speaks for it, unless it is older than the asking. */
    static Optional<Spoken> runOf(Standing series, Instant since) {
        return series.run().filter(run -> !run.createdAt().isBefore(since));
    }

    private static String running(Underway job, Instant now) {
        return (job.ofBase() ? "base: " : "") + job.job() + ": "
                + Optional.ofNullable(job.step()).orElse("starting")
                + (job.expected() > 0
                        ? " " + job.done() + " of " + job.expected() + left(job, now)
                        : job.done() > 0 ? " " + job.done() : "");
    }

    private static String left(Underway job, Instant now) {
        if (job.done() < ENOUGH_TO_TELL || job.done() >= job.expected() || job.startedAt() == null) {
            return "";
        }
        long seconds = Duration.between(job.startedAt(), now).toSeconds() * (job.expected() - job.done()) / job.done();
        return seconds < 90 ? ", about " + seconds + " s left" : ", about " + (seconds + 30) / 60 + " min left";
    }

    private static void line(StringBuilder text, String word, String words) {
        text.append(word).append(' ').append(plain(words)).append('\n');
    }

    private static String plain(String words) {
        return words.replaceAll("\\s+", " ");
    }
}
