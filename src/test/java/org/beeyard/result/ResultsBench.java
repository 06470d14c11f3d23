package org.beeyard.result;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Results into PostgreSQL per second, as agents' batches bring them: {@code src/bench/results}. */
@Tag("bench")
@QuarkusTest
@TestProfile(IdleFarm.class)
class ResultsBench {

    /** About what one run of a whole test_progs reports, and so many such runs. */
    private static final int TESTS = 5_000;

    private static final int ATTEMPTS = 20;

    @Inject
    EntityManager database;

    @Inject
    Results results;

    @Test
    void a_hundred_thousand_results() {
        List<TestReport> batch = new ArrayList<>();
        for (int i = 0; i < TESTS; i++) {
            boolean failed = i % 50 == 0;
            batch.add(new TestReport(
                    "verifier_" + i % 700,
                    "subtest " + i,
                    failed ? Outcome.FAIL : Outcome.PASS,
                    i % 900,
                    failed ? "libbpf: prog 'x': BPF program load failed: -22\n\tat insn " + i : null));
        }
        for (int round = 0; round < 4; round++) {
            List<Long> attempts = new ArrayList<>();
            for (int i = 0; i < ATTEMPTS; i++) {
                attempts.add(attempt(round * ATTEMPTS + i));
            }
            long start = System.nanoTime();
            for (long attempt : attempts) {
                QuarkusTransaction.requiringNew()
                        .run(() -> results.store(database.find(Attempt.class, attempt), batch));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "round %d: %d attempts of %,d tests each, a transaction each: %.2f s, %,.0f results a second%n",
                    round, ATTEMPTS, TESTS, seconds, ATTEMPTS * TESTS / seconds);
        }
    }

    private long attempt(int round) {
        return QuarkusTransaction.requiringNew().call(() -> {
            id("insert into tree (name, created_at) values ('bench" + round + "', now()) returning id");
            long base = id("insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, 'b"
                    + round + "', 's', now(), now() from tree where name = 'bench" + round + "' returning id");
            long run = id("insert into run (kind, base_id, state, created_at) values ('BASE', " + base
                    + ", 'RUNNING', now()) returning id");
            long job = id(
                    "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since) values ("
                            + run
                            + ", 'test_progs x86_64 gcc', 'TEST', 'x86_64', 'gcc', 'test_progs', 'none', 'small', '{}', '{}', 'RUNNING', now()) returning id");
            return id(
                    "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) values ("
                            + job + ", 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now()) returning id");
        });
    }

    private long id(String sql) {
        return ((Number) database.createNativeQuery(sql).getSingleResult()).longValue();
    }
}
