package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.beeyard.blob.BlobStore;
import org.beeyard.sql.Sql;

/** Jobs, and attempts with logs as if agents had sent them. */
public final class StoredLogs {

    private static final int SEGMENT = 512 * 1024;

    private final EntityManager database =
            CDI.current().select(EntityManager.class).get();
    private final BlobStore blobs = CDI.current().select(BlobStore.class).get();

    public long job(String state) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long base = id("""
                    with t as (insert into tree (name, created_at) values ('logs ' || gen_random_uuid(), now()) returning id)
                    insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, repeat('c0', 20), 's', now(), now() from t returning id
                    """);
            long run = id(
                    "insert into run (kind, base_id, state, created_at) values ('BASE', ?1, 'FAILED', now()) returning id",
                    base);
            return id(
                    "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since) values (?1, 'test_progs x86_64 gcc', 'TEST', 'x86_64', 'gcc', 'test_progs', 'none', 'small', '{}', '{}', ?2, now()) returning id",
                    run,
                    state);
        });
    }

    /** One that has not ended is best QUEUED: the farm ends others whose processes it does not find. */
    public long attempt(long job, int number, String state, Instant began, Instant ended) {
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, running_at, finished_at, host) values (?1, ?2, 'FIRST', 'none', ?3, 0, ?4, now() + interval '1 day', ?4, ?4, cast(?5 as timestamptz), 'host') returning id",
                        job,
                        number,
                        state,
                        began,
                        ended == null ? null : ended.toString()));
    }

    public void append(long attempt, byte[] bytes, Instant at) throws IOException {
        for (int from = 0; from < bytes.length; from += SEGMENT) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SEGMENT));
            String sha256 = blobs.put(out -> out.write(piece)).sha256();
            QuarkusTransaction.requiringNew().run(() -> {
                id(
                        "insert into log_segment (attempt_id, start_offset, length, sha256, arrived_at) select id, log_size, ?2, ?3, ?4 from attempt where id = ?1 returning attempt_id",
                        attempt,
                        piece.length,
                        sha256,
                        at);
                id("update attempt set log_size = log_size + ?2 where id = ?1 returning id", attempt, piece.length);
            });
        }
    }

    public long artifact(long attempt, String name, String content) throws IOException {
        String sha256 = blobs.put(out -> out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .sha256();
        return QuarkusTransaction.requiringNew()
                .call(() -> id(
                        "insert into artifact (attempt_id, name, sha256, size) values (?1, ?2, ?3, ?4) returning id",
                        attempt,
                        name,
                        sha256,
                        content.length()));
    }

    public void end(long attempt, String state) {
        QuarkusTransaction.requiringNew()
                .run(() -> id(
                        "update attempt set state = ?2, finished_at = now() where id = ?1 returning id",
                        attempt,
                        state));
    }

    public long id(String sql, Object... parameters) {
        return ((Number) Sql.query(database, sql, parameters).getSingleResult()).longValue();
    }
}
