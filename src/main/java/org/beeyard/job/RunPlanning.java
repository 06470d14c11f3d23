package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.beeyard.plan.Matrix;
import org.beeyard.plan.Plan;
import org.beeyard.plan.PlannedJob;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.Applying.SeriesApplied;
import org.beeyard.tree.Base;
import org.beeyard.tree.TreesConfig;
import org.jboss.logging.Logger;

/** The stage between a series that applies and its run; a base that has none gets its run first. */
@ApplicationScoped
public class RunPlanning {

    private static final Logger log = Logger.getLogger(RunPlanning.class);

    private final EntityManager database;
    private final TreesConfig trees;
    private final MatrixConfig matrix;
    private final SuiteConfig suites;
    private final Pools pools;
    private final Audit audit;
    private final Clock clock;
    private final Event<RunPlanned> planned;
    private final Event<SeriesChanged> changed;
    private final ReentrantLock turn = new ReentrantLock();

    RunPlanning(
            EntityManager database,
            TreesConfig trees,
            MatrixConfig matrix,
            SuiteConfig suites,
            Pools pools,
            Audit audit,
            Clock clock,
            Event<RunPlanned> planned,
            Event<SeriesChanged> changed) {
        this.database = database;
        this.trees = trees;
        this.matrix = matrix;
        this.suites = suites;
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
            while (QuarkusTransaction.requiringNew().call(this::planOne)) {
                planned.fireAsync(new RunPlanned());
            }
        } catch (RuntimeException e) {
            log.error("a series cannot be planned; it is tried again", e);
        } finally {
            turn.unlock();
        }
    }

    private boolean planOne() {
        Optional<Series> next = database.createQuery("from Series where runWanted order by id", Series.class)
                .setMaxResults(1)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
        if (next.isEmpty()) {
            return false;
        }
        Series series = next.get();
        series.planned();
        Base base = database.find(Base.class, series.baseId().orElseThrow());
        cancelOlder(series);
        try {
            List<Matrix> rows = rows(base.tree().name());
            List<Plan.Pool> places = pools.forPlanning();
            Optional<Run> kernel = kernelRun(base, places);
            Run baseRun = baseRun(base, kernel.isEmpty() ? Plan.base(rows, places) : Plan.series(rows, places), kernel);
            Run run = new Run(RunKind.SERIES, base.id(), series.id(), clock.instant());
            database.persist(run);
            jobs(run, Plan.series(rows, places), Optional.of(kernel.orElse(baseRun)));
            log.infof(
                    "series %d: run %d planned on base %s (run %d)",
                    series.id(), run.id(), base.commit().abbreviated(), baseRun.id());
        } catch (Plan.Impossible | NoMatrix e) {
            series.ended(SeriesState.REJECTED, base.id(), null, String.valueOf(e.getMessage()));
        }
        changed.fire(new SeriesChanged(series.id()));
        return true;
    }

    /** A new run of the series, or one of a newer version, makes the unfinished ones worthless. */
    private void cancelOlder(Series series) {
        for (Run older : database.createQuery(
                        "select r from Run r, Series s where r.seriesId = s.id and s.topic.id = ?1 and s.version <= ?4 and r.state in (?2, ?3) order by r.id",
                        Run.class)
                .setParameter(1, series.topicId())
                .setParameter(2, RunState.PENDING)
                .setParameter(3, RunState.RUNNING)
                .setParameter(4, series.version())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()) {
            Cancellation.cancel(database, older, "superseded by a newer version or run", clock.instant());
        }
    }

    /** Builds of a part of a kernel start where those of its kernel's base ended. */
    private Optional<Run> kernelRun(Base base, List<Plan.Pool> places) throws Plan.Impossible, NoMatrix {
        if (base.kernel().isEmpty()) {
            return Optional.empty();
        }
        Base kernel = base.kernel().get();
        return Optional.of(baseRun(kernel, Plan.base(rows(kernel.tree().name()), places), Optional.empty()));
    }

    private Run baseRun(Base base, List<PlannedJob> jobs, Optional<Run> kernel) {
        // The row of the base is locked: two series that come at once share one run.
        database.lock(base, LockModeType.PESSIMISTIC_WRITE);
        Optional<Run> known = database.createQuery(
                        "from Run where baseId = ?1 and kind = ?2 order by id desc", Run.class)
                .setParameter(1, base.id())
                .setParameter(2, RunKind.BASE)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
        if (known.isPresent() && known.get().usable() && isFor(known.get(), jobs)) {
            return known.get();
        }
        Run run = new Run(RunKind.BASE, base.id(), null, clock.instant());
        database.persist(run);
        jobs(run, jobs, kernel);
        return run;
    }

    /** A base that was run with another matrix cannot be compared with. */
    private boolean isFor(Run run, List<PlannedJob> planned) {
        List<Job> jobs = database.createQuery("from Job where run = ?1 order by id", Job.class)
                .setParameter(1, run)
                .getResultList();
        if (jobs.size() != planned.size()) {
            return false;
        }
        for (int i = 0; i < jobs.size(); i++) {
            if (!jobs.get(i).does(planned.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void jobs(Run run, List<PlannedJob> planned, Optional<Run> baseRun) {
        Map<String, Job> byName = new HashMap<>();
        Map<String, Job> ofBase = new HashMap<>();
        baseRun.ifPresent(base -> database.createQuery("from Job where run = ?1", Job.class)
                .setParameter(1, base)
                .getResultList()
                .forEach(job -> ofBase.put(job.name(), job)));
        Instant now = clock.instant();
        for (PlannedJob plan : planned) {
            List<Job> needs = new ArrayList<>();
            plan.needs().forEach(name -> needs.add(byName.get(name)));
            plan.needsOfBase().stream()
                    .map(ofBase::get)
                    .filter(job -> job != null)
                    .forEach(needs::add);
            Job job = new Job(run, plan, needs, now);
            database.persist(job);
            byName.put(plan.name(), job);
        }
    }

    private List<Matrix> rows(String tree) throws NoMatrix {
        TreesConfig.Entry entry = trees.all().get(tree);
        String name = entry == null ? "default" : entry.matrix();
        List<Matrix> rows = matrix.rows(name, suites, pools);
        if (rows.isEmpty()) {
            throw new NoMatrix(
                    "There is no matrix " + name + "; name its rows under matrix: in the farm's configuration.");
        }
        return rows;
    }

    /** Plans a look at each pool; returns the run. */
    public long probe(Actor by) {
        long id = QuarkusTransaction.requiringNew().call(() -> {
            Run run = new Run(RunKind.PROBE, null, null, clock.instant());
            database.persist(run);
            jobs(run, Plan.probe(pools.forPlanning()), Optional.empty());
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

    private static final class NoMatrix extends Exception {
        private static final long serialVersionUID = 1;

        NoMatrix(String message) {
            super(message);
        }
    }
}
