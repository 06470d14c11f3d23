package org.beeyard.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.job.Attempt;
import org.beeyard.job.Job;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.Run;
import org.beeyard.job.RunKind;
import org.beeyard.plan.JobKind;
import org.beeyard.plan.Script;
import org.beeyard.plan.Shards;
import org.beeyard.plan.Suites;
import org.beeyard.plan.Toolchain;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.AttemptSpec.BlobRef;
import org.beeyard.protocol.LeftName;
import org.beeyard.rule.Rules;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.Series;
import org.beeyard.tree.Base;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.TreesConfig;
import org.jspecify.annotations.Nullable;

/** Writes down for an agent what its attempt is to do. */
@ApplicationScoped
class Specs {

    private final EntityManager database;
    private final Pools pools;
    private final LimitConfig limits;
    private final Rules rules;
    private final TreesConfig trees;
    private final CiConfig ci;
    private final Expectations expectations;
    private final Clock clock;

    Specs(
            EntityManager database,
            Pools pools,
            LimitConfig limits,
            Rules rules,
            TreesConfig trees,
            CiConfig ci,
            Expectations expectations,
            Clock clock) {
        this.clock = clock;
        this.rules = rules;
        this.trees = trees;
        this.ci = ci;
        this.expectations = expectations;
        this.database = database;
        this.pools = pools;
        this.limits = limits;
    }

    /** @throws Unready when an input is not in the store any more */
    AttemptSpec of(Attempt attempt) throws Unready {
        Job job = attempt.job();
        PoolConfig.Pool pool = pools.named(attempt.pool())
                .orElseThrow(() -> new Unready("the pool " + attempt.pool() + " is not configured any more"));
        Duration time = Pools.time(pool, job.kind(), job.arch());
        AttemptSpec.Limits bounds = new AttemptSpec.Limits(
                pool.cpu(),
                pool.memory().bytes(),
                pool.disk().bytes(),
                (int) time.toSeconds(),
                limits.log().bytes(),
                limits.artifact().bytes());
        return new AttemptSpec(
                AttemptSpec.PROTOCOL,
                attempt.id(),
                job.name(),
                switch (job.kind()) {
                    case BUILD -> build(attempt, pool);
                    case TEST -> onSources(job) ? check(attempt, time) : test(attempt, pool, time);
                    case PROBE ->
                        new AttemptSpec.Probe(job.arch(), pool.kvm(), pool.buildsBesides(), pool.emulatesBesides());
                },
                bounds);
    }

    private AttemptSpec.Build build(Attempt attempt, PoolConfig.Pool pool) throws Unready {
        Job job = attempt.job();
        Run run = job.run();
        Base base = database.find(Base.class, run.baseId());
        Base.Source source = base.source().orElseThrow(() -> new Unready("the sources of its base are not packed"));
        Change change = change(run, base);
        Optional<Job> baseBuild =
                job.needs().stream().filter(need -> need.run().id() != run.id()).findFirst();
        boolean startOfOthers = run.kind() == RunKind.BASE && base.kernel().isEmpty();
        return new AttemptSpec.Build(
                job.arch(),
                job.compiler(),
                job.kernelConfig(),
                new BlobRef(source.sha256(), source.size()),
                ci(base),
                change.delta(),
                base.kernel().isPresent(),
                baseBuild.flatMap(this::passed).map(Specs::outputName).orElse(null),
                baseBuild.map(made -> artifact(made, LeftName.OUTPUT)).orElse(null),
                job.tests(),
                targets(job),
                change.paths(),
                startOfOthers ? outputName(attempt) : null,
                startOfOthers && !pool.oneMachine(),
                expectations.steps(job, startOfOthers),
                Toolchain.of(job.compiler()).asan());
    }

    private static boolean onSources(Job job) {
        return job.script().map(script -> script.where() == Script.Where.SOURCE).orElse(false);
    }

    private AttemptSpec.Check check(Attempt attempt, Duration time) throws Unready {
        Job job = attempt.job();
        Script script = job.script().orElseThrow();
        Base base = database.find(Base.class, job.run().baseId());
        Base.Source source = base.source().orElseThrow(() -> new Unready("the sources of its base are not packed"));
        BlobRef ci = ci(base);
        if (ci == null) {
            throw new Unready("its tree has no CI configuration");
        }
        Change change = change(job.run(), base);
        return new AttemptSpec.Check(
                job.arch(),
                job.suite().orElseThrow(),
                new BlobRef(source.sha256(), source.size()),
                ci,
                change.delta(),
                change.paths(),
                custom(script),
                seconds(Optional.of(script), time));
    }

    /** What is laid over the base's sources: nothing, the part of a kernel that it is, the series, or its first patches. */
    private record Change(@Nullable BlobRef delta, List<String> paths) {}

    private Change change(Run run, Base base) {
        Optional<Series> series = run.seriesId().map(id -> database.find(Series.class, id));
        Optional<Run.Part> part = run.part();
        return new Change(
                part.map(Run.Part::delta)
                        .or(() -> series.flatMap(Series::delta))
                        .map(d -> new BlobRef(d.sha256(), d.size()))
                        .or(() -> base.delta().map(d -> new BlobRef(d.sha256(), d.size())))
                        .orElse(null),
                part.map(Run.Part::paths).or(() -> series.map(Series::paths)).orElse(List.of()));
    }

    private static AttemptSpec.Custom custom(Script script) {
        return new AttemptSpec.Custom(script.path(), script.report().name().toLowerCase(Locale.ROOT));
    }

    private static int seconds(Optional<Script> script, Duration time) {
        int most = (int) time.toSeconds();
        return script.map(Script::seconds)
                .filter(own -> own > 0)
                .map(own -> Math.min(own, most))
                .orElse(most);
    }

    private AttemptSpec.Test test(Attempt attempt, PoolConfig.Pool pool, Duration time) throws Unready {
        Job job = attempt.job();
        Job build = job.needs().stream()
                .filter(need -> need.kind() == JobKind.BUILD)
                .findFirst()
                .orElseThrow(() -> new Unready("it has no build"));
        BlobRef vm = artifact(build, LeftName.VM);
        if (vm == null) {
            throw new Unready("the kernel that " + build.name() + " made is not kept any more");
        }
        return new AttemptSpec.Test(
                job.arch(),
                job.suite().orElseThrow(),
                vm,
                ci(database.find(Base.class, job.run().baseId())),
                attempt.onlyTests(),
                denied(attempt),
                deployment(job),
                pool.kvmFor(job.arch()),
                pool.vmCpu(),
                pool.vmMemory().bytes(),
                seconds(job.script(), time),
                (int) pool.silence().toSeconds(),
                expectations.tests(attempt),
                share(attempt),
                job.script().map(Specs::custom).orElse(null),
                Toolchain.of(job.compiler()).asan(),
                job.run().kind() == RunKind.BASE);
    }

    private static AttemptSpec.@Nullable Share share(Attempt attempt) {
        Shards.Share share = attempt.share();
        if (share.of() == 1 || !attempt.onlyTests().isEmpty()) {
            return null;
        }
        return share.number() == 1
                ? new AttemptSpec.Share(List.of(), share.tests())
                : new AttemptSpec.Share(share.tests(), List.of());
    }

    /**
     * What is run by name is run: of those no rule was one when they were chosen. A rule that the base's run knew goes on to
     * count on that base: of what it denied there is nothing to compare with.
     */
    private List<String> denied(Attempt attempt) {
        Job job = attempt.job();
        if (!attempt.onlyTests().isEmpty()) {
            return job.deny();
        }
        String tree = database.find(Base.class, job.run().baseId()).tree().name();
        Instant since = job.run().kind() == RunKind.BASE
                ? clock.instant()
                : baseRunBegan(job.run().id()).orElse(clock.instant());
        return Stream.concat(
                        job.deny().stream(), rules.denied(tree, job.suite().orElseThrow(), job.arch(), since).stream())
                .distinct()
                .toList();
    }

    private Optional<Instant> baseRunBegan(long run) {
        return database.createNativeQuery("select created_at from run where id = base_run_of(?1)", Instant.class)
                .setParameter(1, run)
                .getResultStream()
                .map(Instant.class::cast)
                .findFirst();
    }

    private String deployment(Job job) {
        Base base = database.find(Base.class, job.run().baseId());
        return Optional.ofNullable(
                        trees.all().get(base.kernel().orElse(base).tree().name()))
                .flatMap(TreesConfig.Entry::ci)
                .map(name -> ci.all().get(name))
                .map(CiConfig.Entry::deployment)
                .orElse("rc");
    }

    private static @Nullable BlobRef ci(Base base) {
        return base.ciConfigs()
                .map(configs -> new BlobRef(configs.sha256(), configs.size()))
                .orElse(null);
    }

    /** What has to be built for the suites that the run has on this kernel. */
    private List<String> targets(Job build) {
        List<String> suites = database.createQuery(
                        "select distinct suite from Job where run = ?1 and arch = ?2 and compiler = ?3 and suite is not null",
                        String.class)
                .setParameter(1, build.run())
                .setParameter(2, build.arch())
                .setParameter(3, build.compiler())
                .getResultList();
        return List.copyOf(Suites.targets(suites));
    }

    private Optional<Attempt> passed(Job job) {
        return database.createQuery(
                        "from Attempt where job = ?1 and phase = PASSED order by number desc", Attempt.class)
                .setParameter(1, job)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The instant keeps the outputs of two farms that share a machine's cache apart. */
    private static String outputName(Attempt attempt) {
        return attempt.id() + "-" + attempt.createdAt().toEpochMilli();
    }

    private @Nullable BlobRef artifact(Job job, String name) {
        List<?> rows = database.createNativeQuery("""
                        select f.sha256, f.size from artifact f join attempt a on a.id = f.attempt_id
                         where a.job_id = ?1 and a.state = 'PASSED' and f.name = ?2 order by a.number desc limit 1
                        """)
                .setParameter(1, job.id())
                .setParameter(2, name)
                .getResultList();
        return rows.isEmpty()
                ? null
                : new BlobRef(
                        (String) ((Object[]) rows.getFirst())[0],
                        ((Number) ((Object[]) rows.getFirst())[1]).longValue());
    }

    /** The attempt cannot be done; the message is a clause. */
    static final class Unready extends Exception {
        private static final long serialVersionUID = 1;

        Unready(String message) {
            super(message);
        }
    }
}
