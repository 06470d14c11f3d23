package org.beeyard.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.beeyard.job.JobState;
import org.beeyard.protocol.Effort;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.jspecify.annotations.Nullable;

/**
 * A program that is not to the verifier what it was on the base. Pure.
 *
 * @param growth the larger share by which states or instructions have grown, below zero when both have shrunk
 */
record ProgramChange(
        long job, TestKey program, ProgramFate what, double growth, Optional<Effort> base, Optional<Effort> patched) {

    private static final Comparator<ProgramChange> WORST_FIRST = Comparator.comparing(
                    (ProgramChange change) -> change.what())
            .thenComparing(ProgramChange::growth, Comparator.reverseOrder())
            .thenComparing(change -> change.program().fullName())
            .thenComparing(ProgramChange::job);

    /** The worst first. Where a job, here or on the base, did not get to a program, nothing is said of it. */
    static List<ProgramChange> in(List<JobOutcome> jobs, List<JobOutcome> base) {
        Map<String, JobOutcome> before = base.stream().collect(Collectors.toMap(JobOutcome::name, job -> job));
        List<ProgramChange> changes = new ArrayList<>();
        for (JobOutcome job : jobs) {
            JobOutcome other = before.get(job.name());
            if (job.compares() && other != null && ran(job) && ran(other)) {
                changes.addAll(in(job, other));
            }
        }
        changes.sort(WORST_FIRST);
        return changes;
    }

    private static boolean ran(JobOutcome job) {
        return job.ran() || job.state() == JobState.TIMED_OUT;
    }

    private static List<ProgramChange> in(JobOutcome job, JobOutcome base) {
        List<ProgramChange> changes = new ArrayList<>();
        Reach here = Reach.of(job);
        Reach there = Reach.of(base);
        Map<TestKey, Seen> gone = new HashMap<>(base.tests());
        job.tests().forEach((program, now) -> {
            Seen before = gone.remove(program);
            double growth = before == null ? 0 : growth(before.effort(), now.effort());
            what(before, now, growth)
                    .filter(what -> what != ProgramFate.ADDED || there.covers(program))
                    .ifPresent(what -> changes.add(new ProgramChange(
                            job.job(),
                            program,
                            what,
                            growth,
                            before == null ? Optional.empty() : before.effort(),
                            now.effort())));
        });
        gone.forEach((program, before) -> {
            if (here.covers(program)) {
                changes.add(
                        new ProgramChange(job.job(), program, ProgramFate.GONE, 0, before.effort(), Optional.empty()));
            }
        });
        return changes;
    }

    private static Optional<ProgramFate> what(@Nullable Seen before, Seen now, double growth) {
        if (before == null) {
            return Optional.of(ProgramFate.ADDED);
        }
        if (before.first().broken() != now.first().broken()) {
            return Optional.of(now.first().broken() ? ProgramFate.REFUSED : ProgramFate.ACCEPTED);
        }
        return growth == 0 ? Optional.empty() : Optional.of(growth > 0 ? ProgramFate.GREW : ProgramFate.SHRANK);
    }

    private static double growth(Optional<Effort> before, Optional<Effort> now) {
        if (before.isEmpty() || now.isEmpty()) {
            return 0;
        }
        double states = growth(before.get().states(), now.get().states());
        double instructions = growth(before.get().instructions(), now.get().instructions());
        double most = Math.max(states, instructions);
        return most > 0 ? most : Math.min(states, instructions);
    }

    private static double growth(@Nullable Integer before, @Nullable Integer now) {
        return before == null || now == null ? 0 : (double) (now - before) / Math.max(1, before);
    }
}
