package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.beeyard.plan.Matrix;
import org.beeyard.plan.Plan;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesChanged;
import org.beeyard.tree.Applying.SeriesApplied;
import org.beeyard.tree.Base;
import org.beeyard.tree.Retries;
import org.jboss.logging.Logger;

/** The stage between a series that applies, or a base that is to be run for itself, and the run; a series' base that has none gets its run first. */
@ApplicationScoped
public class RunPlanning {

    private static final Logger log = Logger.getLogger(RunPlanning.class);

    private final EntityManager database;
    private final BaseRuns baseRuns;
    private final Graphs graphs;
    private final Pools pools;
    private final Audit audit;
    private final Clock clock;
    private final Event<RunPlanned> planned;
    private final Event<SeriesChanged> changed;
    private final Retries ofSeries = new Retries();
    private final Retries ofBases = new Retries();
    private final ReentrantLock turn = new ReentrantLock();

    RunPlanning(
            EntityManager database,
            BaseRuns baseRuns,
            Graphs graphs,
            Pools pools,
            Audit audit,
            Clock clock,
            Event<RunPlanned> planned,
            Event<SeriesChanged> changed) {
        this.database = database;
        this.baseRuns = baseRuns;
        this.graphs = graphs;
        this.pools = pools;
        this.audit = audit;
        this.clock = clock;
        this.planned = planned;
        this.changed = changed;
    }

    /** There are new jobs. */
    public record RunPlanned() {}

    void applied(@ObservesAsync SeriesApplied event) {
        run();
    }

    @Scheduled(every = "2s", identity = "planning")
    void run() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            boolean more = true;
            while (more) {
                more = next("series", ofSeries, this::wanted, this::plan)
                        || next("base", ofBases, baseRuns::wanted, baseRuns::planWanted);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Plans the first run that is due; one that cannot be planned holds up no other. Returns whether there was one. */
    private boolean next(String what, Retries retries, Supplier<List<Long>> wanted, LongConsumer plan) {
        Optional<Long> next = QuarkusTransaction.requiringNew().call(wanted::get).stream()
                .filter(id -> retries.due(id, clock.instant()))
                .findFirst();
        next.ifPresent(id -> {
            try {
                QuarkusTransaction.requiringNew().run(() -> plan.accept(id));
                retries.forget(id);
                planned.fireAsync(new RunPlanned());
            } catch (RuntimeException e) {
                log.errorf(e, "%s %d: no run can be planned; it is tried again", what, id);
                retries.failed(id, clock.instant());
            }
        });
        return next.isPresent();
    }

    private List<Long> wanted() {
        return database.createQuery("select id from Series where runWanted order by id", Long.class)
                .getResultList();
    }

    /** Unless another replica has. */
    private void plan(long id) {
        Series series = database.find(Series.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (!series.runWanted()) {
            return;
        }
        series.planned();
        Base base = database.find(Base.class, series.baseId().orElseThrow());
        cancelOlder(series);
        try {
            List<Matrix> rows = baseRuns.rows(base.tree().name());
            List<Plan.Pool> places = pools.forPlanning();
            BaseRuns.Found ofBase = baseRuns.of(base, rows, places);
            Run run = new Run(series, ofBase.run(), clock.instant());
            database.persist(run);
            graphs.persist(run, Plan.series(rows, places), Optional.of(ofBase.builds()));
            log.infof(
                    "series %d: run %d planned on base %s (run %d)",
                    series.id(),
                    run.id(),
                    base.commit().abbreviated(),
                    ofBase.run().id());
        } catch (Plan.Impossible | BaseRuns.NoMatrix e) {
            series.untestable(base.id(), String.valueOf(e.getMessage()));
        }
        changed.fire(new SeriesChanged(series.id()));
    }

    /** A new run of the series makes its unfinished ones worthless, and a newer version those of the ones before. */
    private void cancelOlder(Series series) {
        for (Run older : database.createQuery("""
                        select r from Run r, Series s
                         where r.seriesId = s.id and (s.id = ?1 or s.topic.id = ?2 and s.state = SUPERSEDED) and r.state in (PENDING, RUNNING)
                         order by r.id
                        """, Run.class)
                .setParameter(1, series.id())
                .setParameter(2, series.topicId())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()) {
            Cancellation.cancel(database, older, "superseded by a newer version or run", clock.instant());
        }
    }

    /** Plans a look at each pool; returns the run. */
    public long probe(Actor by) {
        long id = QuarkusTransaction.requiringNew().call(() -> {
            Run run = new Run(RunKind.PROBE, null, null, clock.instant());
            database.persist(run);
            graphs.persist(run, Plan.probe(pools.forPlanning()), Optional.empty());
            audit.note(by, Act.PROBE, "run " + run.id(), "");
            return run.id();
        });
        announce();
        return id;
    }

    /** There is a run that somebody else has planned, and its transaction is committed. */
    public void announce() {
        planned.fireAsync(new RunPlanned());
    }
}
