package org.beeyard.result;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.BisectSteps;
import org.beeyard.job.Job;
import org.beeyard.job.Run;
import org.beeyard.job.RunState;
import org.beeyard.lease.Leases;
import org.beeyard.series.SeriesChanged;
import org.beeyard.sql.Sql;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.StepSources;
import org.jboss.logging.Logger;

/** The stage between new failures and what brings them: a patch of a series, or a commit between two bases. */
@ApplicationScoped
class Bisecting {

    private static final Logger log = Logger.getLogger(Bisecting.class);

    /** Searches that do not wait for a run, nor for the commits that they are among. */
    private static final String READY = """
            select b.id, b.job_id, b.tests, b.good, b.bad, b.at, b.steps, s.state, s.sentence, w.series_id, w.base_id, g.commit_id, b.commits, b.whole,
                   (select array_agg(p.subject order by p.position) from patch p where p.series_id = w.series_id), j.name
              from bisection b join run w on w.id = b.run_id join job j on j.id = b.job_id left join run s on s.id = b.step_run left join base g on g.id = b.good_base
             where b.state = 'RUNNING' and (s.id is null or s.state not in ('PENDING', 'RUNNING')) and (b.good_base is null or b.commits is not null)
             order by b.id limit 20
            """;

    private final EntityManager database;
    private final BisectConfig config;
    private final StepSources sources;
    private final BisectSteps steps;
    private final Leases leases;
    private final Event<SeriesChanged> changed;

    Bisecting(
            EntityManager database,
            BisectConfig config,
            StepSources sources,
            BisectSteps steps,
            Leases leases,
            Event<SeriesChanged> changed) {
        this.database = database;
        this.config = config;
        this.sources = sources;
        this.steps = steps;
        this.leases = leases;
        this.changed = changed;
    }

    /** To be called in the transaction of the verdict. */
    void begin(Run run, Verdict verdict, List<JobOutcome> jobs) {
        int patches = ((Number) Sql.query(
                                database,
                                "select count(*) from patch where series_id = ?1",
                                run.seriesId().orElseThrow())
                        .getSingleResult())
                .intValue();
        if (!config.enabled() || patches < 2) {
            return;
        }
        Suspect.in(verdict, jobs)
                .ifPresent(suspect -> Sql.query(
                                database,
                                """
                                insert into bisection (run_id, job_id, tests, good, bad, state) values (?1, ?2, ?3, 0, ?4, 'RUNNING')
                                """,
                                run.id(),
                                suspect.job(),
                                suspect.tests().stream().limit(config.tests()).toArray(String[]::new),
                                patches)
                        .executeUpdate());
    }

    @Scheduled(every = "2s", identity = "bisecting", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!leases.holds(Leases.TREES)) {
            return;
        }
        for (Search search : QuarkusTransaction.requiringNew().call(this::ready)) {
            try {
                advance(search);
            } catch (IOException | RuntimeException e) {
                log.errorf(e, "bisection %d is given up", search.id());
                end(search, "GIVEN_UP", search.range(), "The farm could not prepare a step: " + e.getMessage() + ".");
            }
        }
    }

    private List<Search> ready() {
        return Sql.rows(database, READY).stream().map(this::search).toList();
    }

    private Search search(Object[] r) {
        return new Search(
                (Long) r[0],
                (Long) r[1],
                List.of((String[]) r[2]),
                line(r),
                new Halving((Integer) r[3], (Integer) r[4]),
                (Integer) r[6],
                r[7] == null
                        ? Optional.empty()
                        : Optional.of(new Search.Step(
                                (Integer) r[5], RunState.valueOf((String) r[7]), String.valueOf(r[8]))));
    }

    private Line line(Object[] r) {
        return r[9] != null
                ? new PatchLine((Long) r[9], List.of((String[]) r[14]), config.steps())
                : new CommitLine(
                        (Long) r[10],
                        new CommitId((String) r[11]),
                        Arrays.stream((String[]) r[12]).map(CommitId::new).toList(),
                        (Boolean) r[13],
                        (String) r[15],
                        config.baseSteps());
    }

    private void advance(Search search) throws IOException {
        Search.Decision decision = search.next();
        switch (decision.then()) {
            case Search.Then.Found(String sentence) -> end(search, "FOUND", decision.range(), sentence);
            case Search.Then.GivenUp(String sentence) -> end(search, "GIVEN_UP", decision.range(), sentence);
            case Search.Then.Try(int point) -> step(search, decision.range(), point);
        }
    }

    private void step(Search search, Halving range, int point) throws IOException {
        Run.Part part = switch (search.line()) {
            case PatchLine patches -> {
                StepSources.Made made = sources.ofPatches(patches.series(), point);
                yield new Run.Part(new Run.Tried.Patches(point), made.delta(), made.paths());
            }
            case CommitLine commits -> {
                CommitId commit = commits.at(point);
                // No test is added for what they change: those that fail are known.
                yield new Run.Part(
                        new Run.Tried.Commit(commit),
                        sources.ofCommit(commits.base(), commit).delta(),
                        List.of());
            }
        };
        QuarkusTransaction.requiringNew().run(() -> {
            Job job = database.find(Job.class, search.job());
            long run = steps.plan(job, part, whole(job, search.tests()));
            update(search, range, "at = ?4, step_run = ?5, steps = steps + 1", point, run);
            log.infof("search %d: run %d tries %s", search.id(), run, part.tried());
        });
        steps.announce();
    }

    private void end(Search search, String state, Halving range, String sentence) {
        QuarkusTransaction.requiringNew().run(() -> {
            update(search, range, "state = ?4, sentence = ?5", state, sentence);
            if (search.line() instanceof PatchLine patches) {
                changed.fire(new SeriesChanged(patches.series()));
            }
        });
        log.infof("search %d: %s", search.id(), sentence);
    }

    private void update(Search search, Halving range, String set, Object one, Object other) {
        Sql.query(
                        database,
                        "update bisection set good = ?2, bad = ?3, " + set + " where id = ?1",
                        search.id(),
                        range.good(),
                        range.bad(),
                        one,
                        other)
                .executeUpdate();
    }

    /** The tests to run: of a subtest all of its test, as in the run that found it. */
    private List<String> whole(Job job, List<String> names) {
        return database.createNativeQuery("""
                        select distinct t.test from test t
                         where t.suite = ?1 and case t.subtest when '' then t.test else t.test || '/' || t.subtest end = any (?2) order by t.test
                        """, String.class)
                .setParameter(1, job.suite().orElse(""))
                .setParameter(2, names.toArray(String[]::new))
                .getResultList();
    }

    /** The tests and subtests that a step's run is about. */
    List<String> testsOf(long step) {
        List<?> tests = database.createNativeQuery("select tests from bisection where step_run = ?1", String[].class)
                .setParameter(1, step)
                .getResultList();
        return tests.isEmpty() ? List.of() : List.of((String[]) tests.getFirst());
    }
}
