package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.jspecify.annotations.Nullable;

/** Runs that have ended as if agents had run them: their results are stored as reported, and the farm judges them. */
public final class PlayedRuns {

    private final PlayedRows rows = new PlayedRows();
    private final Results results = CDI.current().select(Results.class).get();

    public static TestReport test(String name, Outcome outcome) {
        return new TestReport(name, null, outcome, 20, outcome == Outcome.PASS ? null : name + " says why");
    }

    public static TestReport subtest(String test, String name, Outcome outcome) {
        return new TestReport(test, name, outcome, 20, outcome == Outcome.PASS ? null : name + " says why");
    }

    /** Tests that are named by their numbers. */
    public static List<TestReport> many(String test, int times, Outcome outcome) {
        return IntStream.range(0, times)
                .mapToObj(i -> test(test + "_%03d".formatted(i), outcome))
                .toList();
    }

    /** The farm may have it already, if it is configured. */
    public long tree(String name) {
        return rows.id(
                "insert into tree (name, created_at) values (?1, now()) on conflict (name) do update set name = excluded.name returning id",
                name);
    }

    public long base(long tree, String commit) {
        return rows.id(
                "insert into base (tree_id, commit_id, subject, committed_at, adopted_at) values (?1, ?2, 'subject of ' || ?2, now(), now()) returning id",
                tree,
                commit);
    }

    public long series(long base, String title) {
        return QuarkusTransaction.requiringNew().call(() -> {
            String digest = base + " " + title;
            long topic = rows.id("insert into topic (key, created_at) values (?1, now()) returning id", digest);
            return rows.id(
                    "insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, base_id) values (?1, 1, ?2, 'Anna Author <anna@example.org>', '{}', 'upload', ?4, now(), 'APPLIED', ?3) returning id",
                    topic,
                    title,
                    base,
                    digest);
        });
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

    /** Of a series, whose VM went down before its suite had ended, and the rerun's did not. */
    public long diedOnce(long base, long series, List<TestReport> first, List<TestReport> again) {
        return judged(QuarkusTransaction.requiringNew().call(() -> {
            long run = run("SERIES", base, series);
            long job = job(run, "test_progs", ending("test_progs", again));
            long died = attempt(job, 1, "FIRST", "FAILED", first);
            rows.change("update attempt set died = true where id = ?1", died);
            return new Played(run, attempt(job, 2, "CONFIRM", ending("test_progs", again), again));
        }));
    }

    /** As the suite itself sees it. */
    static boolean fails(TestReport test) {
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
        rows.change("update attempt set died = true where job_id in (select id from job where run_id = ?1)", run);
    }

    /** Of a series, with one job that waits for a slot. */
    public long queued(long base, long series) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long run = run("SERIES", base, series);
            job(run, "test_progs", "QUEUED");
            return run;
        });
    }

    /** Its jobs are said to run, and their agents to have told this. */
    public void underway(long run, String step, int done, int expected) {
        rows.change("update job set state = 'RUNNING' where run_id = ?1", run);
        rows.change(
                "update attempt set step = ?2, done = ?3, expected = ?4, started_at = now() - interval '10 minutes' where job_id in (select id from job where run_id = ?1)",
                run,
                step,
                done,
                expected);
    }

    /** As of a farm that is older than all that tests know; to be forgotten again. */
    public long fromBeforeAll(long base) {
        return rows.id(
                "insert into run (id, kind, base_id, state, created_at, finished_at) overriding system value values (-1, 'BASE', ?1, 'PASSED', '2020-01-01', '2020-01-01') returning id",
                base);
    }

    public void forget(long run) {
        rows.change("delete from run where id = ?1", run);
    }

    /** The run's suites are said to have passed: what is new is a splat, say. */
    public void passedItself(long run) {
        rows.change("update job set state = 'PASSED' where run_id = ?1", run);
    }

    /** The run's jobs are said to have taken so long. */
    public void took(long run, Duration time) {
        rows.change(
                "update job set finished_at = (select min(a.started_at) from attempt a where a.job_id = job.id) + ?2 * interval '1 second' where run_id = ?1",
                run,
                time.toSeconds());
    }

    /** Gives the run a build, which its tests have run on. */
    public void needsBuild(long run) {
        QuarkusTransaction.requiringNew().run(() -> {
            long build = rows.id(
                    "insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since) values (?1, 'build x86_64 gcc', 'BUILD', 'x86_64', 'gcc', 'none', 'small', '{}', '{}', 'PASSED', now()) returning id",
                    run);
            rows.change(
                    "insert into job_need (job_id, needs_id) select id, ?1 from job where run_id = ?2 and kind = 'TEST'",
                    build,
                    run);
        });
    }

    /** @param built whether the run's build left it, and not its tests */
    public void leaves(long run, String name, BlobStore.Blob blob, boolean built) {
        QuarkusTransaction.requiringNew().run(() -> {
            long attempt = rows.id(
                    built
                            ? "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) select id, 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now() from job where run_id = ?1 and kind = 'BUILD' returning id"
                            : "update attempt set accelerator = 'kvm' where id = (select max(a.id) from attempt a join job j on j.id = a.job_id where j.run_id = ?1 and j.kind = 'TEST') returning id",
                    run);
            rows.id(
                    "insert into artifact (attempt_id, name, sha256, size) values (?1, ?2, ?3, ?4) returning id",
                    attempt,
                    name,
                    blob.sha256(),
                    blob.size());
        });
    }

    /** One that a console has shown once. */
    public void splat(String fingerprint, Instant at) {
        rows.change(
                "insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt) values (?1, 'WARNING', ?1, 1, ?2, 0, ?2, 0)",
                fingerprint,
                at);
    }

    /** The run's one test job is said to have shown a splat so often. */
    public void shows(long run, String fingerprint, int times) {
        rows.change(
                "insert into splat (attempt_id, kind, fingerprint, title, line, text) select a.id, 'WARNING', ?2, ?2, n, 'WARNING' from attempt a join job j on j.id = a.job_id, generate_series(1, ?3) n where j.run_id = ?1 order by n",
                run,
                fingerprint,
                times);
    }

    /** Of a base alone, with one job that ends so and says nothing of tests: if it is a suite that failed, its VM died. */
    public long ofBase(long base, String kind, String state) {
        return judged(QuarkusTransaction.requiringNew().call(() -> {
            long run = run("BASE", base, null);
            long job = job(run, "test_progs", state);
            rows.change(
                    "update job set kind = ?2, suite = case when ?2 = 'TEST' then suite end, name = case when ?2 = 'TEST' then name else 'build x86_64 gcc' end where id = ?1",
                    job,
                    kind);
            return new Played(
                    run,
                    rows.id(
                            "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at, died) values (?1, 1, 'FIRST', 'none', ?2, 0, now(), now(), now(), now(), ?3) returning id",
                            job,
                            state,
                            kind.equals("TEST") && state.equals("FAILED")));
        }));
    }

    /** One suite of an earlier run of a series once more: what that run says of its other jobs stands. */
    public long retested(long earlier, String suite, TestReport... reports) {
        return judged(QuarkusTransaction.requiringNew().call(() -> {
            long run = rows.id(
                    "insert into run (kind, base_id, series_id, retest_of, state, created_at) select kind, base_id, series_id, id, 'RUNNING', now() from run where id = ?1 returning id",
                    earlier);
            String state = ending(suite, List.of(reports));
            return new Played(run, attempt(job(run, suite, state), 1, "FIRST", state, List.of(reports)));
        }));
    }

    private record Played(long run, long attempt) {}

    private long judged(Played played) {
        return rows.judged(played.run(), played.attempt());
    }

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
        return rows.id(
                "insert into run (kind, base_id, series_id, state, created_at) values (?1, ?2, cast(?3 as bigint), 'RUNNING', now()) returning id",
                kind,
                base,
                series);
    }

    private long job(long run, String suite, String state) {
        return rows.id(
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
        long attempt = rows.id(
                "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at) values (?1, ?2, ?3, 'none', ?4, 0, now(), now(), now(), now()) returning id",
                job,
                number,
                purpose,
                state);
        Attempt stored = rows.find(Attempt.class, attempt);
        results.store(stored, reports);
        results.label(stored, "kvm");
        rows.flush();
        results.count(stored);
        return attempt;
    }
}
