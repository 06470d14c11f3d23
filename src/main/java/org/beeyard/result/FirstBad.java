package org.beeyard.result;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.job.Run;
import org.beeyard.lease.Leases;
import org.beeyard.sql.Sql;
import org.beeyard.tree.BasesBetween;
import org.beeyard.tree.CommitId;
import org.jboss.logging.Logger;

/**
 * The stage between a base that is bad where an older one was good and the search for the first commit that is: its build fails, tests fail, or
 * a VM dies.
 */
@ApplicationScoped
class FirstBad {

    private static final Logger log = Logger.getLogger(FirstBad.class);

    private static final int STEADY_DAYS = 30;

    /** Of the tests those that passed on the newest base before this one and were not flaky of late, by job. */
    private static final String TURNED = """
            select distinct j.id, s.base_id, t.test
              from unnest(?3, ?4) as n (job_id, test_id)
              join job j on j.id = n.job_id
              join test t on t.id = n.test_id
              join test_standing s on s.test_id = t.id and s.tree_id = ?1 and s.outcome = 0 and s.base_id < ?2
              join variant v on v.id = s.variant_id and v.arch = j.arch and v.compiler = j.compiler
             where not exists (select 1 from test_daily d where d.test_id = t.id and d.tree_id = ?1 and d.day > ?5 and d.flaky > 0)
             order by j.id, s.base_id desc, t.test
            """;

    /** The newest base before this one on which a job came to an end, if that was a good one; nothing when this one has been looked for. */
    private static final String GOOD = """
            select case when j.state = 'PASSED' or j.kind = 'TEST' and j.state = 'FAILED' and not exists (
                             select 1 from attempt a where a.job_id = j.id and a.died) then b.id end
              from base b
             cross join lateral (select run_of_base(b.id) as id offset 0) r
              join job j on j.run_id = r.id and j.name = ?3 and j.state in ('PASSED', 'FAILED', 'TIMED_OUT')
             where b.tree_id = ?1 and b.id < ?2
               and not exists (
                   select 1 from run y join bisection x on x.run_id = y.id join job z on z.id = x.job_id
                    where y.base_id = ?2 and z.name = ?3 and x.tests = '{}')
             order by b.id desc limit 1
            """;

    private final EntityManager database;
    private final BisectConfig config;
    private final BasesBetween bases;
    private final Leases leases;

    FirstBad(EntityManager database, BisectConfig config, BasesBetween bases, Leases leases) {
        this.database = database;
        this.config = config;
        this.bases = bases;
        this.leases = leases;
    }

    private record Wanted(long id, long good, long bad, List<String> tests, String job, boolean death) {}

    /** @param tests empty when it is the whole job */
    private record Turned(long job, String name, long good, List<String> tests) {}

    /** To be called in the transaction of the verdict, before it is counted how the tests stand now. */
    void begin(Run run, Verdict verdict, List<JobOutcome> jobs, Instant now) {
        if (!config.bases()) {
            return;
        }
        long tree = ((Number) Sql.query(database, "select tree_id from base where id = ?1", run.baseId())
                        .getSingleResult())
                .longValue();
        Suspect.unbuilt(jobs)
                .flatMap(job -> turned(run, tree, job))
                .or(() -> turned(run, tree, Suspect.confirmed(verdict, jobs), now))
                .or(() -> Suspect.dead(jobs).flatMap(job -> turned(run, tree, job)))
                .ifPresent(turned -> begin(run, tree, turned));
    }

    private Optional<Turned> turned(Run run, long tree, JobOutcome job) {
        return Sql.query(database, GOOD, tree, run.baseId(), job.name()).getResultList().stream()
                .filter(Objects::nonNull)
                .map(good -> new Turned(job.job(), job.name(), ((Number) good).longValue(), List.of()))
                .findFirst();
    }

    /** What one job lost since one base. */
    private Optional<Turned> turned(Run run, long tree, List<Suspect.Confirmed> failing, Instant now) {
        List<Object[]> rows = Sql.rows(
                database,
                TURNED,
                tree,
                run.baseId(),
                failing.stream().map(Suspect.Confirmed::job).toArray(Long[]::new),
                failing.stream().map(Suspect.Confirmed::test).toArray(Integer[]::new),
                LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(STEADY_DAYS));
        return rows.stream().findFirst().map(first -> {
            List<String> tests = rows.stream()
                    .filter(row -> row[0].equals(first[0]) && row[1].equals(first[1]))
                    .map(row -> (String) row[2])
                    .limit(config.tests())
                    .toList();
            return new Turned((Long) first[0], "", (Long) first[1], tests);
        });
    }

    /** One search a run. */
    private void begin(Run run, long tree, Turned turned) {
        String[] tests = turned.tests().toArray(String[]::new);
        boolean begun = Sql.query(database, """
                                insert into bisection (run_id, job_id, tests, good, bad, state, tree_id, good_base)
                                values (?1, ?2, ?3, 0, 0, 'RUNNING', ?4, ?5) on conflict (tree_id) where state = 'RUNNING' do nothing
                                """, run.id(), turned.job(), tests, tree, turned.good())
                        .executeUpdate()
                == 1;
        if (!begun) {
            Sql.query(
                            database,
                            """
                            insert into bisection (run_id, job_id, tests, good, bad, state, tree_id, good_base, sentence)
                            values (?1, ?2, ?3, 0, 0, 'GIVEN_UP', ?4, ?5, ?6)
                            """,
                            run.id(),
                            turned.job(),
                            tests,
                            tree,
                            turned.good(),
                            CommitLine.subject(turned.name(), turned.tests())
                                    + ": the first bad commit was not looked for: another search was under way on this tree.")
                    .executeUpdate();
        }
    }

    @Scheduled(every = "2s", identity = "first-bad", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (leases.holds(Leases.TREES)) {
            QuarkusTransaction.requiringNew().call(this::wanted).forEach(this::measure);
        }
    }

    private List<Wanted> wanted() {
        return Sql.rows(database, """
                        select b.id, b.good_base, r.base_id, b.tests, j.name, j.kind = 'TEST' and b.tests = '{}'
                          from bisection b join run r on r.id = b.run_id join job j on j.id = b.job_id
                         where b.state = 'RUNNING' and b.good_base is not null and b.commits is null order by b.id limit 20
                        """).stream()
                .map(r -> new Wanted(
                        (Long) r[0], (Long) r[1], (Long) r[2], List.of((String[]) r[3]), (String) r[4], (Boolean) r[5]))
                .toList();
    }

    private void measure(Wanted search) {
        try {
            BasesBetween.Line line = bases.of(search.good(), search.bad());
            List<CommitId> commits = new ArrayList<>(line.commits());
            if (search.death()) {
                // That it died twice says little of a VM that dies now and then: the bad commit has to be bad once more
                // before one is blamed.
                commits.add(commits.getLast());
            }
            QuarkusTransaction.requiringNew()
                    .run(() -> Sql.query(
                                    database,
                                    "update bisection set commits = ?2, bad = ?3, whole = ?4 where id = ?1",
                                    search.id(),
                                    commits.stream().map(CommitId::hex).toArray(String[]::new),
                                    commits.size(),
                                    line.whole())
                            .executeUpdate());
        } catch (IOException | RuntimeException e) {
            log.errorf(e, "search %d is given up", search.id());
            QuarkusTransaction.requiringNew()
                    .run(() -> Sql.query(
                                    database,
                                    "update bisection set state = 'GIVEN_UP', sentence = ?2 where id = ?1",
                                    search.id(),
                                    CommitLine.subject(search.job(), search.tests())
                                            + ": which commits lie between could not be read: " + e.getMessage() + ".")
                            .executeUpdate());
        }
    }
}
