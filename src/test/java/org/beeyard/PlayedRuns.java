package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.job.Attempts.AttemptEnded;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Runs that have ended as if agents had run them: their results are stored as reported, and the farm judges them. */
public final class PlayedRuns {

    private final EntityManager database =
            CDI.current().select(EntityManager.class).get();
    private final Results results = CDI.current().select(Results.class).get();

    public static TestReport test(String name, Outcome outcome) {
        return new TestReport(name, null, outcome, 20, outcome == Outcome.PASS ? null : name + " says why");
    }

    public static TestReport subtest(String test, String name, Outcome outcome) {
        return new TestReport(test, name, outcome, 20, outcome == Outcome.PASS ? null : name + " says why");
    }

    /** The farm may have it already, if it is configured. */
    public long tree(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into tree (name, created_at) values (?1, now()) on conflict (name) do update set name = excluded.name returning id",
                        name));
    }

    /** The tree's newest base. */
    public long newestBase(String tree) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id("select max(b.id) from base b join tree t on t.id = b.tree_id where t.name = ?1", tree));
    }

    public long base(long tree, String commit) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into base (tree_id, commit_id, subject, committed_at, adopted_at) values (?1, ?2, 'subject of ' || ?2, now(), now()) returning id",
                        tree,
                        commit));
    }

    public long series(long base, String title) {
        return QuarkusTransaction.requiringNew().call(() -> {
            String digest = base + " " + title;
            long topic = id("insert into topic (key, created_at) values (?1, now()) returning id", digest);
            return id(
                    "insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, base_id) values (?1, 1, ?2, 'Anna Author <anna@example.org>', '{}', 'upload', ?4, now(), 'APPLIED', ?3) returning id",
                    topic,
                    title,
                    base,
                    digest);
        });
    }

    /** Of the same change. */
    public long nextVersion(long series) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, base_id) select topic_id, version + 1, title, submitter, '{}', 'upload', digest || ' again', now(), 'APPLIED', base_id from series where id = ?1 returning id",
                        series));
    }

    /** Its author is said to be unknown. */
    public void hold(long series) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database, "update series set state = 'RECEIVED', held = true where id = ?1", series)
                        .executeUpdate());
    }

    /** The farm is said to have nothing to test it with. */
    public void untestable(long series, String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update series set state = 'REJECTED', farms_fault = true, problem = ?2 where id = ?1",
                                series,
                                why)
                        .executeUpdate());
    }

    /** The farm is said to have looked at it, again if there is a run of it, and not to have come as far as a run. */
    public void ended(long series, String state, String problem) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update series set state = ?2, problem = ?3 where id = ?1",
                                series,
                                state,
                                problem)
                        .executeUpdate());
    }

    /** Nobody is said to wait for it any more. */
    public void over(long series, String state, @Nullable String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update series set state = ?2, problem = cast(?3 as text) where id = ?1",
                                series,
                                state,
                                why)
                        .executeUpdate());
    }

    public long ofBase(long base, List<TestReport> first, List<TestReport> again) {
        return judged(run("BASE", base, null, first, again));
    }

    public long ofBase(long base, TestReport... first) {
        return ofBase(base, List.of(first), List.of());
    }

    public long ofSeries(long base, long series, List<TestReport> first, List<TestReport> again) {
        return judged(run("SERIES", base, series, first, again));
    }

    /** As the suite itself sees it. */
    private static boolean fails(TestReport test) {
        return test.outcome().broken() || test.outcome() == Outcome.UNFIT;
    }

    /** A program that the verifier accepted. */
    public static TestReport program(String name, int states, int instructions) {
        return new TestReport(name, null, Outcome.PASS, 20, null, new Effort(states, instructions));
    }

    /** @param series nothing for the base alone */
    public long ofPrograms(long base, @Nullable Long series, TestReport... programs) {
        return judged(
                played(series == null ? "BASE" : "SERIES", "veristat", base, series, List.of(programs), List.of()));
    }

    /** Of a base alone, of another suite than most. */
    public long ofSuite(long base, String suite, TestReport... tests) {
        return judged(played("BASE", suite, base, null, List.of(tests), List.of()));
    }

    /** A VM of the run is said to have gone down before its suite had ended. */
    public void died(long run) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update attempt set died = true where job_id in (select id from job where run_id = ?1)",
                                run)
                        .executeUpdate());
    }

    /** Of a series, with one job that waits for a slot. */
    public long queued(long base, long series) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long run = run("SERIES", base, series);
            job(run, "test_progs", "QUEUED");
            return run;
        });
    }

    /** As of a farm that is older than all that tests know; to be forgotten again. */
    public long fromBeforeAll(long base) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into run (id, kind, base_id, state, created_at, finished_at) overriding system value values (-1, 'BASE', ?1, 'PASSED', '2020-01-01', '2020-01-01') returning id",
                        base));
    }

    public void forget(long run) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, "delete from run where id = ?1", run)
                        .executeUpdate());
    }

    /** The run's suites are said to have passed: what is new is a splat, say. */
    public void passedItself(long run) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, "update job set state = 'PASSED' where run_id = ?1", run)
                        .executeUpdate());
    }

    /** The run's jobs are said to have taken so long. */
    public void took(long run, Duration time) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "update job set finished_at = (select min(a.started_at) from attempt a where a.job_id = job.id) + ?2 * interval '1 second' where run_id = ?1")
                        .setParameter(1, run)
                        .setParameter(2, time.toSeconds())
                        .executeUpdate());
    }

    /** Gives the run a build, which its tests have run on. */
    public void needsBuild(long run) {
        QuarkusTransaction.requiringNew().run(() -> {
            long build = id(
                    "insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since) values (?1, 'build x86_64 gcc', 'BUILD', 'x86_64', 'gcc', 'none', 'small', '{}', '{}', 'PASSED', now()) returning id",
                    run);
            database.createNativeQuery(
                            "insert into job_need (job_id, needs_id) select id, ?1 from job where run_id = ?2 and kind = 'TEST'")
                    .setParameter(1, build)
                    .setParameter(2, run)
                    .executeUpdate();
        });
    }

    /** @param built whether the run's build left it, and not its tests */
    public void leaves(long run, String name, BlobStore.Blob blob, boolean built) {
        QuarkusTransaction.requiringNew().run(() -> {
            long attempt = id(
                    built
                            ? "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) select id, 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now() from job where run_id = ?1 and kind = 'BUILD' returning id"
                            : "update attempt set accelerator = 'kvm' where id = (select max(a.id) from attempt a join job j on j.id = a.job_id where j.run_id = ?1 and j.kind = 'TEST') returning id",
                    run);
            id(
                    "insert into artifact (attempt_id, name, sha256, size) values (?1, ?2, ?3, ?4) returning id",
                    attempt,
                    name,
                    blob.sha256(),
                    blob.size());
        });
    }

    /** One that a console has shown once. */
    public void splat(String fingerprint, Instant at) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt) values (?1, 'WARNING', ?1, 1, ?2, 0, ?2, 0)")
                        .setParameter(1, fingerprint)
                        .setParameter(2, at)
                        .executeUpdate());
    }

    /** The run's one test job is said to have shown a splat so often. */
    public void shows(long run, String fingerprint, int times) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "insert into splat (attempt_id, kind, fingerprint, title, line, text) select a.id, 'WARNING', ?2, ?2, n, 'WARNING' from attempt a join job j on j.id = a.job_id, generate_series(1, ?3) n where j.run_id = ?1 order by n",
                                run,
                                fingerprint,
                                times)
                        .executeUpdate());
    }

    /** Ends all runs of the series and its base as agents would; of the series' tests {@code state} is told. */
    public void end(long series, String state) {
        String runs = "select id from run where series_id = " + series
                + " or (kind = 'BASE' and base_id in (select base_id from run where series_id = " + series + "))";
        end(runs, state);
    }

    /** Ends all runs of the base alone as agents would. */
    public void endBase(long base) {
        end("select id from run where kind = 'BASE' and base_id = " + base, "PASSED");
    }

    private void end(String runs, String state) {
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery(
                            "update attempt set state = 'PASSED', finished_at = ?1, fence = fence + 1 where finished_at is null and job_id in (select id from job where run_id in ("
                                    + runs + "))")
                    .setParameter(1, now)
                    .executeUpdate();
            database.createNativeQuery(
                            "update job set state = case when kind = 'TEST' and run_id in (select id from run where kind = 'SERIES') then '"
                                    + state
                                    + "' else 'PASSED' end, sentence = 'Ended.' where state in ('BLOCKED', 'QUEUED', 'RUNNING') and run_id in ("
                                    + runs + ")")
                    .executeUpdate();
        });
        wake(QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "select coalesce(max(a.id), 0) from attempt a join job j on j.id = a.job_id where j.run_id in ("
                                + runs + ")")));
    }

    /** Of a base alone, with one job that ends so and says nothing of tests: if it is a suite that failed, its VM died. */
    public long ofBase(long base, String kind, String state) {
        return judged(QuarkusTransaction.requiringNew().call(() -> {
            long run = run("BASE", base, null);
            long job = job(run, "test_progs", state);
            Sql.query(
                            database,
                            "update job set kind = ?2, suite = case when ?2 = 'TEST' then suite end, name = case when ?2 = 'TEST' then name else 'build x86_64 gcc' end where id = ?1",
                            job,
                            kind)
                    .executeUpdate();
            return new Played(
                    run,
                    id(
                            "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at, died) values (?1, 1, 'FIRST', 'none', ?2, 0, now(), now(), now(), now(), ?3) returning id",
                            job,
                            state,
                            kind.equals("TEST") && state.equals("FAILED")));
        }));
    }

    /** Ends the one job of a run that the farm has planned, which says nothing of tests. */
    public void answers(long run, String state) {
        awaitAttempt(run, "BUILD", "TEST");
        judged(QuarkusTransaction.requiringNew().call(() -> {
            long attempt = id(
                    "update attempt set state = ?2, finished_at = now(), fence = fence + 1 where job_id in (select id from job where run_id = ?1) returning id",
                    run,
                    state);
            id("update job set state = ?2, sentence = 'Ended.' where run_id = ?1 returning id", run, state);
            return new Played(run, attempt);
        }));
    }

    private void awaitAttempt(long run, String... kinds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> QuarkusTransaction.requiringNew()
                        .call(() -> id(
                                        "select count(*) from attempt a join job j on j.id = a.job_id where j.run_id = ?1 and j.kind = any (?2)",
                                        run,
                                        kinds)
                                == 1));
    }

    /** As whoever ends an attempt does. */
    private static void wake(long attempt) {
        CDI.current().getBeanManager().getEvent().select(AttemptEnded.class).fireAsync(new AttemptEnded(attempt));
    }

    /** Ends a run that the farm has planned as if its tests had given this. */
    public void answers(long run, TestReport... reports) {
        awaitAttempt(run, "TEST");
        judged(QuarkusTransaction.requiringNew().call(() -> {
            boolean failed = List.of(reports).stream().anyMatch(PlayedRuns::fails);
            long attempt = id(
                    "update attempt set state = ?2, finished_at = now(), fence = fence + 1 where job_id = (select id from job where run_id = ?1 and kind = 'TEST') returning id",
                    run,
                    failed ? "FAILED" : "PASSED");
            Attempt stored = database.find(Attempt.class, attempt);
            results.store(stored, List.of(reports));
            results.label(stored, "kvm");
            id(
                    "update job set state = ?2, sentence = 'Ended.' where run_id = ?1 and kind = 'TEST' returning id",
                    run,
                    failed ? "FAILED" : "PASSED");
            return new Played(run, attempt);
        }));
    }

    /** One suite of an earlier run of a series once more: what that run says of its other jobs stands. */
    public long retested(long earlier, String suite, TestReport... reports) {
        return judged(QuarkusTransaction.requiringNew().call(() -> {
            long run = id(
                    "insert into run (kind, base_id, series_id, retest_of, state, created_at) select kind, base_id, series_id, id, 'RUNNING', now() from run where id = ?1 returning id",
                    earlier);
            String state = ending(suite, List.of(reports));
            return new Played(run, attempt(job(run, suite, state), 1, "FIRST", state, List.of(reports)));
        }));
    }

    private record Played(long run, long attempt) {}

    private Played run(String kind, long base, @Nullable Long series, List<TestReport> first, List<TestReport> again) {
        return played(kind, "test_progs", base, series, first, again);
    }

    private Played played(
            String kind,
            String suite,
            long base,
            @Nullable Long series,
            List<TestReport> first,
            List<TestReport> again) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long run = run(kind, base, series);
            long job = job(run, suite, ending(suite, first));
            long attempt = attempt(job, 1, "FIRST", ending(suite, first), first);
            return new Played(run, again.isEmpty() ? attempt : attempt(job, 2, "CONFIRM", ending(suite, again), again));
        });
    }

    private long run(String kind, long base, @Nullable Long series) {
        return id(
                "insert into run (kind, base_id, series_id, state, created_at) values (?1, ?2, cast(?3 as bigint), 'RUNNING', now()) returning id",
                kind,
                base,
                series);
    }

    private long job(long run, String suite, String state) {
        return id(
                "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since) values (?1, ?3 || ' x86_64 gcc', 'TEST', 'x86_64', 'gcc', ?3, 'none', 'small', '{}', '{}', ?2, now()) returning id",
                run,
                state,
                suite);
    }

    /** A program that is refused does not make its suite fail. */
    private static String ending(String suite, List<TestReport> reports) {
        return !Suites.compares(suite) && reports.stream().anyMatch(PlayedRuns::fails) ? "FAILED" : "PASSED";
    }

    private long attempt(long job, int number, String purpose, String state, List<TestReport> reports) {
        long attempt = id(
                "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at) values (?1, ?2, ?3, 'none', ?4, 0, now(), now(), now(), now()) returning id",
                job,
                number,
                purpose,
                state);
        Attempt stored = database.find(Attempt.class, attempt);
        results.store(stored, reports);
        results.label(stored, "kvm");
        database.flush();
        results.count(stored);
        return attempt;
    }

    private long judged(Played played) {
        wake(played.attempt());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> QuarkusTransaction.requiringNew()
                        .call(() -> !List.of("PENDING", "RUNNING")
                                .contains(
                                        database.createNativeQuery("select state from run where id = ?1", String.class)
                                                .setParameter(1, played.run())
                                                .getSingleResult())));
        return played.run();
    }

    private long id(String sql, @Nullable Object... parameters) {
        return ((Number) Sql.query(database, sql, parameters).getSingleResult()).longValue();
    }
}
