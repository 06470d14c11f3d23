package org.beeyard.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.check.Check.Subject;
import org.beeyard.check.Standing.Job;
import org.beeyard.check.Standing.Progress;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.series.SeriesState;

/** Which checks a series has, and in which words. Pure. */
final class Wording {

    /** What becomes of a check that is none of the series' any more. */
    static final String NO_LONGER = "No longer tested: the summary says how the series stands";

    private Wording() {}

    /** One a job and a summary; only the summary when nothing could be run; none when there is nothing to say. */
    static List<Check> checks(Standing standing) {
        return switch (standing.progress()) {
            case Progress.Unknown _, Progress.Dropped _ -> List.of();
            case Progress.Held _ ->
                List.of(new Check(
                        new Subject.Summary(),
                        CheckState.PENDING,
                        "Waits until a member approves it: its author is not known here",
                        Optional.empty(),
                        "/series/" + standing.series()));
            case Progress.NotRun notRun -> List.of(notRun(standing.series(), notRun));
            case Progress.Running running -> {
                List<Check> checks = new ArrayList<>();
                for (Job job : running.jobs()) {
                    checks.add(new Check(
                            subject(job),
                            CheckState.PENDING,
                            "Waiting or running",
                            Optional.empty(),
                            page(running.run())));
                }
                checks.add(new Check(
                        new Subject.Summary(),
                        CheckState.PENDING,
                        running.jobs().size() + " jobs wait or run",
                        Optional.empty(),
                        page(running.run())));
                yield checks;
            }
            case Progress.Judged judged -> {
                List<Check> checks = new ArrayList<>();
                for (Job job : judged.jobs()) {
                    checks.add(new Check(
                            subject(job),
                            state(job),
                            description(job),
                            job.fresh() > 0 ? judged.culprit() : Optional.empty(),
                            place(judged.run(), job)));
                }
                checks.add(new Check(
                        new Subject.Summary(),
                        state(judged.state()),
                        judged.sentence(),
                        judged.culprit(),
                        judged.jobs().stream()
                                .filter(job -> job.fresh() > 0)
                                .findFirst()
                                .map(job -> place(judged.run(), job))
                                .orElse(page(judged.run()))));
                yield checks;
            }
        };
    }

    /** What becomes of a check that was shown as pending and that nobody waits for. */
    static String dropped(String why) {
        String clause = Character.toLowerCase(why.charAt(0)) + why.substring(1);
        return Check.fitting("Not tested to the end: " + clause + (clause.endsWith(".") ? "" : "."));
    }

    private static Check notRun(long series, Progress.NotRun notRun) {
        return new Check(new Subject.Summary(), state(notRun), notRun.problem(), Optional.empty(), "/series/" + series);
    }

    private static CheckState state(Progress.NotRun notRun) {
        if (notRun.farmsFault()) {
            return CheckState.WARNING;
        }
        return notRun.state() == SeriesState.ALREADY_APPLIED ? CheckState.SUCCESS : CheckState.FAIL;
    }

    private static Subject subject(Job job) {
        return new Subject.OfJob(
                job.name(), job.arch(), job.compiler(), job.suite().orElse("build"));
    }

    private static String page(long run) {
        return "/runs/" + run;
    }

    private static String place(long run, Job job) {
        return page(run) + job.first().map(finding -> "#f" + finding).orElse("");
    }

    private static CheckState state(RunState state) {
        return switch (state) {
            case PENDING, RUNNING -> CheckState.PENDING;
            case PASSED -> CheckState.SUCCESS;
            case WARNING, ERROR, CANCELLED -> CheckState.WARNING;
            case FAILED, CONFLICT -> CheckState.FAIL;
        };
    }

    private static CheckState state(Job job) {
        if (job.fresh() > 0) {
            return CheckState.FAIL;
        }
        return job.state() == JobState.PASSED && job.flaky() + job.known() + job.grown() == 0
                ? CheckState.SUCCESS
                : CheckState.WARNING;
    }

    private static String description(Job job) {
        if (job.suite().isEmpty() || job.tests() == 0 || !ran(job.state())) {
            return job.state() == JobState.PASSED ? "Passed" + base(job) : job.sentence();
        }
        List<String> parts = new ArrayList<>();
        if (job.fresh() > 0) {
            parts.add(job.fresh() + " new failure" + (job.fresh() == 1 ? "" : "s"));
        }
        if (job.flaky() > 0) {
            parts.add(job.flaky() + " flaky");
        }
        if (job.known() > 0) {
            parts.add(job.known() + " known");
        }
        if (job.grown() > 0) {
            parts.add(job.grown() + " grown");
        }
        if (parts.isEmpty() && job.state() == JobState.FAILED) {
            return job.sentence(); // what failed has no say, or is no test
        }
        if (parts.isEmpty()) {
            parts.add("No failures");
        }
        if (job.unfit() > 0) {
            parts.add(job.unfit() + " unfit");
        }
        return String.join(", ", parts) + " of " + job.tests() + base(job);
    }

    private static boolean ran(JobState state) {
        return state == JobState.PASSED || state == JobState.FAILED;
    }

    private static String base(Job job) {
        return job.base()
                .map(base -> switch (base) {
                    case PASSED -> " (base ok)";
                    case FAILED, TIMED_OUT -> " (base fails, too)";
                    case BLOCKED, QUEUED, RUNNING, ERROR, CANCELLED, SKIPPED -> " (base unknown)";
                })
                .orElse("");
    }
}
