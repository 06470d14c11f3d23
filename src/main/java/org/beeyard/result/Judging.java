package org.beeyard.result;

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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.beeyard.job.Attempts.AttemptEnded;
import org.beeyard.job.JobState;
import org.beeyard.job.Run;
import org.beeyard.job.RunKind;
import org.beeyard.job.RunState;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.Crash;
import org.beeyard.result.JobOutcome.Gate;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.rule.Rules;
import org.beeyard.series.SeriesChanged;
import org.beeyard.tree.TreesConfig;
import org.jboss.logging.Logger;

/** The stage between a run whose jobs have all ended and its verdict. */
@ApplicationScoped
class Judging {

    private static final Logger log = Logger.getLogger(Judging.class);

    /** Unfinished runs whose jobs have ended; a series' run waits for its base's, with which it is compared. */
    private static final String RIPE = """
            select r.id from run r
             where r.state in ('PENDING', 'RUNNING')
               and not exists (select 1 from job j where j.run_id = r.id and j.state in ('BLOCKED', 'QUEUED', 'RUNNING'))
               and (r.kind <> 'SERIES' or not exists (
                    select 1 from run b where b.id = base_run_of(r.id) and b.state in ('PENDING', 'RUNNING')))
             order by r.id limit 20
            """;

    private final EntityManager database;
    private final Clock clock;
    private final Bisecting bisecting;
    private final FirstBad firstBad;
    private final Tally tally;
    private final Rules rules;
    private final TreesConfig trees;
    private final ProgramChanges programs;
    private final Event<SeriesChanged> changed;

    Judging(
            EntityManager database,
            Clock clock,
            Bisecting bisecting,
            FirstBad firstBad,
            Tally tally,
            Rules rules,
            TreesConfig trees,
            ProgramChanges programs,
            Event<SeriesChanged> changed) {
        this.bisecting = bisecting;
        this.firstBad = firstBad;
        this.tally = tally;
        this.rules = rules;
        this.trees = trees;
        this.programs = programs;
        this.changed = changed;
        this.database = database;
        this.clock = clock;
    }

    void ended(@ObservesAsync AttemptEnded event) {
        run();
    }

    @Scheduled(every = "2s", identity = "judging")
    synchronized void run() {
        List<?> ripe = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(RIPE).getResultList());
        for (Object id : ripe) {
            try {
                QuarkusTransaction.requiringNew().run(() -> judge(((Number) id).longValue()));
            } catch (RuntimeException e) {
                log.errorf(e, "run %s cannot be judged; it is tried again", id);
            }
        }
    }

    private void judge(long id) {
        Run run = database.find(Run.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (!run.unfinished()) {
            return;
        }
        List<JobOutcome> outcomes = outcomes(id);
        Optional<Long> baseRun = run.kind() == RunKind.SERIES ? baseRun(run) : Optional.empty();
        List<JobOutcome> base = baseRun.map(this::outcomes).orElse(List.of());
        Verdict raw = switch (run.kind()) {
            case BASE -> Verdict.ofBase(outcomes);
            case PROBE -> Verdict.ofProbe(outcomes);
            case SERIES -> Verdict.ofSeries(outcomes, base, allowance(run));
            case BISECT -> Suspect.verdictOnPart(Set.copyOf(bisecting.testsOf(id)), outcomes);
        };
        Verdict verdict = ruled(run, raw, outcomes);
        for (Verdict.Finding finding : verdict.findings()) {
            database.createNativeQuery("""
                            insert into finding (run_id, job_id, test_id, verdict, base, patched, title, detail, rule_id, raw_verdict, why)
                            values (?1, ?2, cast(?3 as int), ?4, ?5, ?6, ?7, ?8, cast(?9 as bigint), cast(?10 as text),
                                    (select d.why from attempt a
                                       join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date) and r.test_id = cast(?3 as int)
                                       join result_detail d on d.id = r.detail_id
                                      where a.job_id = ?2 and r.status not in (0, 1) order by a.number limit 1))
                            """)
                    .setParameter(1, id)
                    .setParameter(2, finding.job())
                    .setParameter(3, finding.test().map(TestKey::id).orElse(null))
                    .setParameter(4, finding.kind().name())
                    .setParameter(5, finding.base().orElse(null))
                    .setParameter(6, finding.patched().orElse(null))
                    .setParameter(7, finding.title())
                    .setParameter(8, finding.detail().orElse(null))
                    .setParameter(9, finding.ruled().map(Verdict.Ruled::rule).orElse(null))
                    .setParameter(
                            10,
                            finding.ruled()
                                    .map(Verdict.Ruled::raw)
                                    .map(Enum::name)
                                    .orElse(null))
                    .executeUpdate();
        }
        Instant now = clock.instant();
        programs.keep(id, ProgramChange.in(outcomes, base), now);
        baseRun.ifPresent(run::comparedWith);
        run.finish(verdict.state(), verdict.sentence(), now);
        if (verdict != raw) {
            run.withoutRules(raw.state(), raw.sentence());
        }
        if (run.kind() == RunKind.BASE && verdict.state() == RunState.FAILED) {
            firstBad.begin(run, verdict, outcomes, now);
        }
        tally.add(run, now);
        if (run.kind() == RunKind.SERIES && verdict.state() == RunState.FAILED) {
            bisecting.begin(run, verdict, outcomes);
        }
        run.seriesId().ifPresent(series -> changed.fire(new SeriesChanged(series)));
        log.infof("run %d: %s. %s", id, verdict.state(), verdict.sentence());
    }

    /** The same when no rule has a word in it. */
    private Verdict ruled(Run run, Verdict raw, List<JobOutcome> outcomes) {
        return switch (run.kind()) {
            case PROBE, BISECT -> raw;
            case BASE -> Ruling.of(raw, outcomes, places(run.id()), rules.counting(tree(run)), false);
            case SERIES -> Ruling.of(raw, outcomes, places(run.id()), rules.counting(tree(run)), true);
        };
    }

    private Allowance allowance(Run run) {
        return Optional.ofNullable(trees.all().get(tree(run)))
                .flatMap(TreesConfig.Entry::veristat)
                .map(Allowance::of)
                .orElse(Allowance.ANYTHING);
    }

    private String tree(Run run) {
        return (String)
                database.createNativeQuery("select t.name from base b join tree t on t.id = b.tree_id where b.id = ?1")
                        .setParameter(1, run.baseId())
                        .getSingleResult();
    }

    private Map<Long, Ruling.Place> places(long run) {
        Map<Long, Ruling.Place> places = new HashMap<>();
        for (Object row : database.createNativeQuery("select id, coalesce(suite, ''), arch from jobs_of(?1)")
                .setParameter(1, run)
                .getResultList()) {
            Object[] job = (Object[]) row;
            places.put(((Number) job[0]).longValue(), new Ruling.Place((String) job[1], (String) job[2]));
        }
        return places;
    }

    private Optional<Long> baseRun(Run run) {
        return database.createNativeQuery("select base_run_of(?1)", Long.class)
                .setParameter(1, run.id())
                .getResultStream()
                .filter(Objects::nonNull)
                .map(Long.class::cast)
                .findFirst();
    }

    /** A death counts no more when the rerun came to its end; of a job that passed it is told all the same. */
    private List<JobOutcome> outcomes(long run) {
        Map<Long, Map<TestKey, Seen>> tests = tests(run);
        Map<Long, List<Crash>> splats = splats(run);
        List<JobOutcome> outcomes = new ArrayList<>();
        for (Object row : database.createNativeQuery("""
                        select id, name, state, coalesce(sentence, ''), coalesce(suite, ''), blocking,
                               exists (select 1 from attempt a where a.job_id = j.id and a.died and (j.state = 'PASSED' or not exists (
                                   select 1 from attempt b
                                    where b.job_id = j.id and b.shard = a.shard and b.number > a.number and b.state in ('PASSED', 'FAILED') and not b.died)))
                          from jobs_of(?1) j order by id
                        """).setParameter(1, run).getResultList()) {
            Object[] job = (Object[]) row;
            long id = ((Number) job[0]).longValue();
            outcomes.add(new JobOutcome(
                    id,
                    (String) job[1],
                    JobState.valueOf((String) job[2]),
                    (String) job[3],
                    tests.getOrDefault(id, Map.of()),
                    splats.getOrDefault(id, List.of()),
                    gate((String) job[4], (Boolean) job[5]),
                    (Boolean) job[6]));
        }
        return outcomes;
    }

    private static Gate gate(String suite, boolean blocking) {
        return !blocking ? Gate.ADVISORY : Suites.compares(suite) ? Gate.DIFFERENCES : Gate.BLOCKING;
    }

    private Map<Long, Map<TestKey, Seen>> tests(long run) {
        Map<Long, Map<TestKey, Seen>> tests = new HashMap<>();
        for (Object row : database.createNativeQuery("""
                        select a.job_id, t.id, t.test, t.subtest, r.status, a.purpose = 'CONFIRM', case when r.status not in (0, 1) then shortened(d.text, 8000) end, e.states, e.instructions,
                               r.status = -1 and has_fitted(r.test_id, (select b.tree_id from run w join base b on b.id = w.base_id where w.id = ?1), r.variant_id)
                          from jobs_of(?1) j
                          join attempt a on a.job_id = j.id and a.state in ('PASSED', 'FAILED', 'TIMED_OUT')
                          join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date)
                          join test t on t.id = r.test_id
                          left join result_detail d on d.id = r.detail_id
                          left join program_effort e on e.attempt_id = r.attempt_id and e.test_id = r.test_id and e.day = r.day and r.status = 0
                         order by a.number
                        """).setParameter(1, run).getResultList()) {
            Object[] result = (Object[]) row;
            TestKey key = new TestKey(((Number) result[1]).intValue(), (String) result[2], (String) result[3]);
            Outcome outcome = Outcome.of(((Number) result[4]).intValue());
            Optional<String> excerpt = Optional.ofNullable((String) result[6]);
            Optional<Effort> effort = result[7] == null && result[8] == null
                    ? Optional.empty()
                    : Optional.of(new Effort((Integer) result[7], (Integer) result[8]));
            Map<TestKey, Seen> ofJob = tests.computeIfAbsent(((Number) result[0]).longValue(), job -> new HashMap<>());
            boolean confirms = (Boolean) result[5];
            ofJob.merge(
                    key,
                    new Seen(outcome, Optional.empty(), excerpt, effort, (Boolean) result[9]),
                    (first, now) -> confirms ? first.then(now) : now);
        }
        return tests;
    }

    private Map<Long, List<Crash>> splats(long run) {
        Map<Long, List<Crash>> splats = new HashMap<>();
        for (Object row : database.createNativeQuery("""
                        select distinct on (a.job_id, s.fingerprint) a.job_id, s.fingerprint, s.title, s.text
                          from jobs_of(?1) j join attempt a on a.job_id = j.id join splat s on s.attempt_id = a.id
                         where a.state in ('PASSED', 'FAILED', 'TIMED_OUT')
                         order by a.job_id, s.fingerprint, s.id
                        """).setParameter(1, run).getResultList()) {
            Object[] splat = (Object[]) row;
            splats.computeIfAbsent(((Number) splat[0]).longValue(), job -> new ArrayList<>())
                    .add(new Crash((String) splat[1], (String) splat[2], (String) splat[3]));
        }
        return splats;
    }
}
