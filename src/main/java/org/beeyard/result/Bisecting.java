package org.beeyard.result;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.BisectSteps;
import org.beeyard.job.Job;
import org.beeyard.job.Run;
import org.beeyard.job.RunState;
import org.beeyard.lease.Leases;
import org.beeyard.result.Halving.Next;
import org.beeyard.series.SeriesChanged;
import org.beeyard.tree.Applying;
import org.beeyard.tree.Prefixes;
import org.jboss.logging.Logger;

/** The stage between new failures of a series of several patches and the patch that brings them. */
@ApplicationScoped
class Bisecting {

    private static final Logger log = Logger.getLogger(Bisecting.class);

    /** Bisections that do not wait for a run. */
    private static final String READY = """
            select b.id, b.job_id, b.tests, b.good, b.bad, b.at, b.steps, w.series_id, s.state, s.sentence
              from bisection b join run w on w.id = b.run_id left join run s on s.id = b.step_run
             where b.state = 'RUNNING' and (s.id is null or s.state not in ('PENDING', 'RUNNING'))
             order by b.id limit 20
            """;

    private final EntityManager database;
    private final BisectConfig config;
    private final Prefixes prefixes;
    private final BisectSteps steps;
    private final Leases leases;
    private final Event<SeriesChanged> changed;

    Bisecting(
            EntityManager database,
            BisectConfig config,
            Prefixes prefixes,
            BisectSteps steps,
            Leases leases,
            Event<SeriesChanged> changed) {
        this.database = database;
        this.config = config;
        this.prefixes = prefixes;
        this.steps = steps;
        this.leases = leases;
        this.changed = changed;
    }

    private record Search(
            long id, long job, List<String> tests, Halving range, int steps, long series, Optional<Step> last) {}

    /** @param patches so many were tried */
    private record Step(int patches, RunState state, String said) {}

    /** To be called in the transaction of the verdict. */
    void begin(Run run, Verdict verdict, List<JobOutcome> jobs) {
        int patches = ((Number) database.createNativeQuery("select count(*) from patch where series_id = ?1")
                        .setParameter(1, run.seriesId().orElseThrow())
                        .getSingleResult())
                .intValue();
        if (!config.enabled() || patches < 2) {
            return;
        }
        Suspect.in(verdict, jobs)
                .ifPresent(suspect -> database.createNativeQuery("""
                                insert into bisection (run_id, job_id, tests, good, bad, state) values (?1, ?2, ?3, 0, ?4, 'RUNNING')
                                """)
                        .setParameter(1, run.id())
                        .setParameter(2, suspect.job())
                        .setParameter(
                                3,
                                suspect.tests().stream().limit(config.tests()).toArray(String[]::new))
                        .setParameter(4, patches)
                        .executeUpdate());
    }

    @Scheduled(every = "2s", identity = "bisecting", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!leases.holds(Applying.WORK)) {
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
        return database.createNativeQuery(READY, Object[].class).getResultList().stream()
                .map(row -> {
                    Object[] r = (Object[]) row;
                    return new Search(
                            ((Number) r[0]).longValue(),
                            ((Number) r[1]).longValue(),
                            List.of((String[]) r[2]),
                            new Halving(((Number) r[3]).intValue(), ((Number) r[4]).intValue()),
                            ((Number) r[6]).intValue(),
                            ((Number) r[7]).longValue(),
                            r[8] == null
                                    ? Optional.empty()
                                    : Optional.of(new Step(
                                            ((Number) r[5]).intValue(),
                                            RunState.valueOf((String) r[8]),
                                            String.valueOf(r[9]))));
                })
                .toList();
    }

    private void advance(Search search) throws IOException {
        Halving range = search.last()
                .map(step -> search.range().after(step.patches(), step.state()))
                .orElse(search.range());
        switch (range.next()) {
            case Next.Found(int patch) ->
                end(
                        search,
                        "FOUND",
                        range,
                        "Patch " + patch + " (" + subject(search.series(), patch) + ") is to blame.");
            case Next.Try(int patches)
            when search.last().isPresent() && range.equals(search.range()) ->
                end(
                        search,
                        "GIVEN_UP",
                        range,
                        "Which patch is to blame is not clear: the first " + patches + " alone could not be tested. "
                                + search.last().get().said());
            case Next.Try(int patches)
            when search.steps() >= config.steps() ->
                end(
                        search,
                        "GIVEN_UP",
                        range,
                        "One of the patches " + (range.good() + 1) + " to " + range.bad()
                                + " is to blame; bisect.steps allows no more.");
            case Next.Try(int patches) -> step(search, range, patches);
        }
    }

    private void step(Search search, Halving range, int patches) throws IOException {
        Prefixes.Prefix prefix = prefixes.of(search.series(), patches);
        QuarkusTransaction.requiringNew().run(() -> {
            Job job = database.find(Job.class, search.job());
            long run = steps.plan(job, new Run.Part(patches, prefix.delta(), prefix.paths()), search.tests());
            update(search, range, "at = ?4, step_run = ?5, steps = steps + 1", patches, run);
            log.infof("series %d: run %d tries its first %d patches", search.series(), run, patches);
        });
        steps.announce();
    }

    private void end(Search search, String state, Halving range, String sentence) {
        QuarkusTransaction.requiringNew().run(() -> {
            update(search, range, "state = ?4, sentence = ?5", state, sentence);
            changed.fire(new SeriesChanged(search.series()));
        });
        log.infof("series %d: %s", search.series(), sentence);
    }

    private void update(Search search, Halving range, String set, Object one, Object other) {
        database.createNativeQuery("update bisection set good = ?2, bad = ?3, " + set + " where id = ?1")
                .setParameter(1, search.id())
                .setParameter(2, range.good())
                .setParameter(3, range.bad())
                .setParameter(4, one)
                .setParameter(5, other)
                .executeUpdate();
    }

    private String subject(long series, int patch) {
        return QuarkusTransaction.requiringNew().call(() -> (String) database.createNativeQuery(
                        "select subject from patch where series_id = ?1 and position = ?2", String.class)
                .setParameter(1, series)
                .setParameter(2, patch)
                .getSingleResult());
    }

    /** The tests that a step's run is about. */
    List<String> testsOf(long step) {
        List<?> tests = database.createNativeQuery("select tests from bisection where step_run = ?1", String[].class)
                .setParameter(1, step)
                .getResultList();
        return tests.isEmpty() ? List.of() : List.of((String[]) tests.getFirst());
    }
}
