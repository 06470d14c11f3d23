package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;

/** Runs that the farm has planned itself, and that end as if agents had run them. */
public final class PlannedRuns {

    private final PlayedRows rows = new PlayedRows();
    private final Results results = CDI.current().select(Results.class).get();

    /** The tree's newest base. */
    public long newestBase(String tree) {
        return rows.id("select max(b.id) from base b join tree t on t.id = b.tree_id where t.name = ?1", tree);
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
        QuarkusTransaction.requiringNew().run(() -> {
            rows.change(
                    "update attempt set state = 'PASSED', finished_at = now(), fence = fence + 1 where finished_at is null and job_id in (select id from job where run_id in ("
                            + runs + "))");
            rows.change(
                    "update job set state = case when kind = 'TEST' and run_id in (select id from run where kind = 'SERIES') then ?1 else 'PASSED' end, sentence = 'Ended.' where state in ('BLOCKED', 'QUEUED', 'RUNNING') and run_id in ("
                            + runs + ")",
                    state);
        });
        PlayedRows.wake(
                rows.id("select coalesce(max(a.id), 0) from attempt a join job j on j.id = a.job_id where j.run_id in ("
                        + runs + ")"));
    }

    /** Ends the one job of a run, which says nothing of tests. */
    public void answers(long run, String state) {
        awaitAttempt(run, "BUILD", "TEST");
        long attempt = QuarkusTransaction.requiringNew().call(() -> {
            rows.change("update job set state = ?2, sentence = 'Ended.' where run_id = ?1", run, state);
            return rows.id(
                    "update attempt set state = ?2, finished_at = now(), fence = fence + 1 where job_id in (select id from job where run_id = ?1) returning id",
                    run,
                    state);
        });
        rows.judged(run, attempt);
    }

    /** Ends a run as if its tests had given this; a suite that has none of those that it is to run fails. */
    public void answers(long run, TestReport... reports) {
        awaitAttempt(run, "TEST");
        long attempt = QuarkusTransaction.requiringNew().call(() -> {
            String state =
                    reports.length == 0 || List.of(reports).stream().anyMatch(PlayedRuns::fails) ? "FAILED" : "PASSED";
            long ended = rows.id(
                    "update attempt set state = ?2, finished_at = now(), fence = fence + 1 where job_id = (select id from job where run_id = ?1 and kind = 'TEST') returning id",
                    run,
                    state);
            Attempt stored = rows.find(Attempt.class, ended);
            results.store(stored, List.of(reports));
            results.label(stored, "kvm");
            rows.change(
                    "update job set state = ?2, sentence = 'Ended.' where run_id = ?1 and kind = 'TEST'", run, state);
            return ended;
        });
        rows.judged(run, attempt);
    }

    private void awaitAttempt(long run, String... kinds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> rows.id(
                                "select count(*) from attempt a join job j on j.id = a.job_id where j.run_id = ?1 and j.kind = any (?2)",
                                run,
                                kinds)
                        == 1);
    }
}
