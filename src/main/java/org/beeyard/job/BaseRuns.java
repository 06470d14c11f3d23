package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.beeyard.plan.Matrix;
import org.beeyard.plan.Plan;
import org.beeyard.plan.PlannedJob;
import org.beeyard.tree.Base;
import org.beeyard.tree.TreesConfig;
import org.jboss.logging.Logger;

/** Runs of bases alone: those that series are compared with, and those that are wanted for themselves. In the caller's transaction. */
@ApplicationScoped
class BaseRuns {

    private static final Logger log = Logger.getLogger(BaseRuns.class);
    private static final Set<RunState> WELL_ENDED = EnumSet.of(RunState.PASSED, RunState.WARNING, RunState.FAILED);
    private static final Set<RunState> ANY = EnumSet.allOf(RunState.class);

    private final EntityManager database;
    private final TreesConfig trees;
    private final MatrixConfig matrix;
    private final SuiteConfig suites;
    private final Pools pools;
    private final Graphs graphs;
    private final Clock clock;

    BaseRuns(
            EntityManager database,
            TreesConfig trees,
            MatrixConfig matrix,
            SuiteConfig suites,
            Pools pools,
            Graphs graphs,
            Clock clock) {
        this.database = database;
        this.trees = trees;
        this.matrix = matrix;
        this.suites = suites;
        this.pools = pools;
        this.graphs = graphs;
        this.clock = clock;
    }

    /**
     * The run of a base for those who need one, planned unless there is one of the same jobs.
     *
     * @param builds on which what stands on the base is built: its own, or those of its kernel
     */
    record Found(Run run, Run builds) {}

    Found of(Base base, List<Matrix> rows, List<Plan.Pool> places) throws Plan.Impossible, NoMatrix {
        Optional<Run> kernel = kernel(base, places);
        Run run = of(base, jobs(rows, places, kernel), kernel);
        return new Found(run, kernel.orElse(run));
    }

    /** Those of which a run is wanted for itself. */
    List<Long> wanted() {
        return database.createQuery("select id from Base where runWanted is not null order by id", Long.class)
                .getResultList();
    }

    /** Plans a run that is wanted for itself, unless another replica has. */
    void planWanted(long id) {
        Base base = database.find(Base.class, id, LockModeType.PESSIMISTIC_WRITE);
        base.takeRunWanted().ifPresent(why -> {
            try {
                List<Matrix> rows = rows(base.tree().name());
                List<Plan.Pool> places = pools.forPlanning();
                switch (why) {
                    case NEW -> of(base, rows, places);
                    case AGAIN -> again(base, rows, places);
                }
            } catch (Plan.Impossible | NoMatrix e) {
                log.errorf("base %d cannot be run: %s", base.id(), e.getMessage());
            }
        });
    }

    /** A run that is under way is as good as another. */
    private void again(Base base, List<Matrix> rows, List<Plan.Pool> places) throws Plan.Impossible, NoMatrix {
        if (newest(base, ANY).filter(Run::unfinished).isEmpty()) {
            Optional<Run> kernel = kernel(base, places);
            plan(base, jobs(rows, places, kernel), kernel);
        }
    }

    private static List<PlannedJob> jobs(List<Matrix> rows, List<Plan.Pool> places, Optional<Run> kernel)
            throws Plan.Impossible {
        return kernel.isEmpty() ? Plan.base(rows, places) : Plan.series(rows, places);
    }

    /** Builds of a part of a kernel start where those of its kernel's base ended. */
    private Optional<Run> kernel(Base base, List<Plan.Pool> places) throws Plan.Impossible, NoMatrix {
        if (base.kernel().isEmpty()) {
            return Optional.empty();
        }
        Base kernel = base.kernel().get();
        return Optional.of(of(kernel, Plan.base(rows(kernel.tree().name()), places), Optional.empty()));
    }

    /** One that has ended is there at once, though the base may be run again just now. */
    private Run of(Base base, List<PlannedJob> jobs, Optional<Run> kernel) {
        // The row of the base is locked: two series that come at once share one run.
        database.lock(base, LockModeType.PESSIMISTIC_WRITE);
        return Stream.of(newest(base, WELL_ENDED), newest(base, ANY))
                .flatMap(Optional::stream)
                .filter(run -> run.usable() && isFor(run, jobs))
                .findFirst()
                .orElseGet(() -> plan(base, jobs, kernel));
    }

    private Optional<Run> newest(Base base, Set<RunState> states) {
        return database.createQuery(
                        "from Run where baseId = ?1 and kind = ?2 and state in ?3 order by id desc", Run.class)
                .setParameter(1, base.id())
                .setParameter(2, RunKind.BASE)
                .setParameter(3, states)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private Run plan(Base base, List<PlannedJob> jobs, Optional<Run> kernel) {
        Run run = new Run(RunKind.BASE, base.id(), null, clock.instant());
        database.persist(run);
        graphs.persist(run, jobs, kernel);
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

    /** The rows of the tree's matrix. */
    List<Matrix> rows(String tree) throws NoMatrix {
        TreesConfig.Entry entry = trees.all().get(tree);
        String name = entry == null ? "default" : entry.matrix();
        List<Matrix> rows = matrix.rows(name, suites, pools);
        if (rows.isEmpty()) {
            throw new NoMatrix(
                    "There is no matrix " + name + "; name its rows under matrix: in the farm's configuration.");
        }
        return rows;
    }

    static final class NoMatrix extends Exception {
        private static final long serialVersionUID = 1;

        NoMatrix(String message) {
            super(message);
        }
    }
}
