package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.beeyard.series.SeriesActs;
import org.beeyard.series.SeriesIntake;

/** Does with a series' newest run what people elsewhere ask for. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class AskedActs implements SeriesActs {

    private final EntityManager database;
    private final RunActs acts;
    private final SeriesIntake intake;
    private final Audit audit;

    AskedActs(EntityManager database, RunActs acts, SeriesIntake intake, Audit audit) {
        this.database = database;
        this.acts = acts;
        this.intake = intake;
        this.audit = audit;
    }

    @Override
    public Answer retest(long series, Set<String> words, Actor by) {
        Optional<Long> run = newest(series);
        if (run.isPresent()) {
            return words(acts.retest(run.get(), wish(run.get(), words), by));
        }
        if (!words.isEmpty()) {
            return new Answer(false, "There is no run yet, of which some jobs could be tested again.");
        }
        if (!intake.retest(series)) {
            return new Answer(false, "The series cannot be tested again as it stands.");
        }
        audit.note(by, Act.RETEST, "series " + series, "");
        return new Answer(true, "The series is tested again.");
    }

    @Override
    public Answer cancel(long series, Actor by) {
        return newest(series).map(run -> words(acts.cancel(run, by))).orElse(new Answer(false, "Nothing runs."));
    }

    @Override
    public Answer retestJob(long job, Actor by) {
        Job row = database.find(Job.class, job);
        Optional<Long> run =
                row == null ? Optional.empty() : row.run().seriesId().flatMap(this::newest);
        return run.map(newest -> words(acts.retest(
                        newest, new Retests.Wish(Set.of(row.suite().orElse("build")), Set.of(row.arch())), by)))
                .orElse(new Answer(false, "There is no such job."));
    }

    @Override
    public Optional<Long> seriesOf(long job) {
        return Optional.ofNullable(database.find(Job.class, job))
                .flatMap(row -> row.run().seriesId());
    }

    private Retests.Wish wish(long run, Set<String> words) {
        Set<String> archs =
                new HashSet<>(database.createNativeQuery("select distinct arch from jobs_of(?1)", String.class)
                        .setParameter(1, run)
                        .getResultList());
        archs.retainAll(words);
        Set<String> suites = new HashSet<>(words);
        suites.removeAll(archs);
        return new Retests.Wish(suites, archs);
    }

    private Optional<Long> newest(long series) {
        return database.createNativeQuery(
                        "select id from run where series_id = ?1 and kind = 'SERIES' order by id desc limit 1",
                        Long.class)
                .setParameter(1, series)
                .getResultStream()
                .findFirst()
                .map(Long.class::cast);
    }

    private static Answer words(Optional<RunActs.Answer> answer) {
        return answer.map(given -> switch (given) {
                    case RunActs.Answer.Again(long series) ->
                        new Answer(true, "Series " + series + " is tested again.");
                    case RunActs.Answer.Planned(long run) -> new Answer(true, "Run " + run + " is planned.");
                    case RunActs.Answer.Pinned(long run) -> new Answer(true, "Run " + run + " has another pin.");
                    case RunActs.Answer.Cancelled(long run) -> new Answer(true, "Run " + run + " is cancelled.");
                    case RunActs.Answer.Refused(String why) -> new Answer(false, why);
                })
                .orElse(new Answer(false, "There is no such run."));
    }
}
