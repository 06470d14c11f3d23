package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.job.RunActs.Answer;
import org.beeyard.plan.JobKind;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.Base;

/** Plans runs of jobs that were run before, on the same base. */
@ApplicationScoped
public class Retests {

    private static final String BUILD = "build";

    private final EntityManager database;
    private final Clock clock;

    Retests(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param suites empty for all; {@code build} is the builds
     * @param archs empty for all
     */
    public record Wish(Set<String> suites, Set<String> archs) {

        public Wish {
            suites = Set.copyOf(suites);
            archs = Set.copyOf(archs);
        }

        boolean whole() {
            return suites.isEmpty() && archs.isEmpty();
        }

        boolean has(Job job) {
            return (archs.isEmpty() || archs.contains(job.arch()))
                    && (suites.isEmpty() || suites.contains(job.suite().orElse(BUILD)));
        }

        String words() {
            return Stream.of(suites, archs)
                    .filter(chosen -> !chosen.isEmpty())
                    .map(chosen -> String.join(", ", new TreeSet<>(chosen)))
                    .collect(Collectors.joining(" on "));
        }
    }

    /** Some jobs of a series' newest run, with the builds that they need; for the others stands what was found. */
    Answer some(Run run, Wish wish) {
        Series series = database.find(Series.class, run.seriesId().orElseThrow(), LockModeType.PESSIMISTIC_WRITE);
        if (run.unfinished()) {
            return new Answer.Refused(
                    "The run has not ended yet; wait for it, or cancel it and retest the whole series.");
        }
        if (run.state() == RunState.CANCELLED) {
            return new Answer.Refused("The run was cancelled; retest the whole series.");
        }
        if (series.state() != SeriesState.APPLIED || hasNewer(run, "kind = 'SERIES' and series_id = ?2", series.id())) {
            return new Answer.Refused("The series has gone on since this run; retest its newest run.");
        }
        Base base = database.find(Base.class, run.baseId(), LockModeType.PESSIMISTIC_WRITE);
        if (series.delta().isEmpty() || base.source().isEmpty()) {
            return new Answer.Refused(
                    "What this run was built from was thrown away by retention; retest the whole series, on the newest base.");
        }
        base.wanted(clock.instant());
        List<Job> jobs = standing(run);
        Set<Job> chosen = jobs.stream().filter(wish::has).collect(Collectors.toSet());
        if (chosen.isEmpty()) {
            return new Answer.Refused("The run has no such job. Suites: "
                    + words(jobs.stream().map(job -> job.suite().orElse(BUILD)))
                    + "; archs: " + words(jobs.stream().map(Job::arch)) + ".");
        }
        Set<String> builds = chosen.stream()
                .flatMap(job -> job.needs().stream())
                .filter(need -> need.kind() == JobKind.BUILD)
                .map(Job::name)
                .collect(Collectors.toSet());
        Run again = new Run(run, clock.instant());
        database.persist(again);
        copy(
                again,
                jobs.stream()
                        .filter(job ->
                                chosen.contains(job) || job.kind() == JobKind.BUILD && builds.contains(job.name()))
                        .sorted(Comparator.comparing(Job::kind))
                        .toList());
        return new Answer.Planned(again.id());
    }

    /** A base once more, as a whole; series are compared with the newest. */
    Answer base(Run run) {
        Base base = database.find(Base.class, run.baseId(), LockModeType.PESSIMISTIC_WRITE);
        if (run.unfinished()) {
            return new Answer.Refused("The run has not ended yet.");
        }
        if (hasNewer(run, "kind = 'BASE' and base_id = ?2", run.baseId())) {
            return new Answer.Refused("There is a newer run of this base; retest that.");
        }
        if (base.source().isEmpty()) {
            return new Answer.Refused(
                    "The sources of this base were thrown away by retention and cannot be had any more.");
        }
        base.wanted(clock.instant());
        Run again = new Run(RunKind.BASE, run.baseId(), null, clock.instant());
        database.persist(again);
        copy(again, standing(run));
        return new Answer.Planned(again.id());
    }

    /** Builds come before what needs them, as in every run. */
    private void copy(Run into, List<Job> models) {
        Instant now = clock.instant();
        Map<String, Job> copies = new HashMap<>();
        for (Job model : models) {
            List<Job> needs = model.needs().stream()
                    .map(need -> need.run().id() == model.run().id() ? copies.get(need.name()) : need)
                    .toList();
            Job copy = new Job(into, model, needs, List.of(), now);
            database.persist(copy);
            copies.put(model.name(), copy);
        }
    }

    /** Whether there is a newer one than the run. */
    private boolean hasNewer(Run run, String like, long id) {
        return !database.createNativeQuery("select 1 from run where id > ?1 and " + like)
                .setParameter(1, run.id())
                .setParameter(2, id)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** The jobs whose outcomes make the run's verdict. */
    private List<Job> standing(Run run) {
        return database.createNativeQuery("select * from jobs_of(?1) order by id", Job.class)
                .setParameter(1, run.id())
                .getResultList();
    }

    private static String words(Stream<String> names) {
        return names.distinct().sorted().collect(Collectors.joining(", "));
    }
}
