package org.beeyard.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.beeyard.PlayedRuns;
import org.beeyard.blob.BlobConfig;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.junit.jupiter.api.BeforeEach;

/** A farm whose rows are made old; the clock is left alone. */
abstract class AgedRuns {

    private static int commits;

    @Inject
    Retention retention;

    @Inject
    Rounds rounds;

    @Inject
    EntityManager database;

    @Inject
    BlobStore blobs;

    @Inject
    BlobConfig config;

    @Inject
    Results results;

    @Inject
    Clock clock;

    PlayedRuns runs;
    long tree;
    long base;

    @BeforeEach
    void a_tree() {
        runs = new PlayedRuns();
        tree = runs.tree("kept " + UUID.randomUUID());
        base = base();
    }

    long base() {
        return runs.base(tree, String.format("%040x", 0x8e7e00000L + ++commits));
    }

    long ofBase() {
        return runs.ofBase(base, PlayedRuns.test("steady", Outcome.PASS));
    }

    long ofSeries() {
        long series = runs.series(base, "kept " + UUID.randomUUID());
        return runs.ofSeries(base, series, List.of(PlayedRuns.test("steady", Outcome.PASS)), List.of());
    }

    BlobStore.Blob leaves(long run) throws IOException {
        String words = UUID.randomUUID().toString();
        BlobStore.Blob blob = blobs.put(out -> out.write(words.getBytes(UTF_8)));
        runs.needsBuild(run);
        runs.leaves(run, "vm.tar.zst", blob, true);
        return blob;
    }

    void aged(long run, int days) {
        String ago = " - interval '" + days + " days'";
        QuarkusTransaction.requiringNew().run(() -> {
            sql("update run set created_at = now()" + ago + ", finished_at = now()" + ago + " where id = " + run);
            sql("update attempt set finished_at = now()" + ago + " where job_id in (select id from job where run_id = "
                    + run + ")");
        });
    }

    /** As if it had been stored, and claimed, long ago. */
    void forgotten(BlobStore.Blob blob) throws IOException {
        String name = blob.sha256();
        QuarkusTransaction.requiringNew()
                .run(() -> sql("update blob_claim set at = at - interval '9 days' where sha256 = '" + name + "'"));
        Files.setLastModifiedTime(
                config.folder()
                        .resolve(name.substring(0, 2))
                        .resolve(name.substring(2, 4))
                        .resolve(name),
                FileTime.from(clock.instant().minus(Duration.ofDays(9))));
    }

    void reported(long run, Instant at, String why) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql("delete from test_result where attempt_id = " + attempt(run));
            sql("update run set created_at = '" + at + "' where id = " + run);
            sql("update attempt set created_at = '" + at + "' where id = " + attempt(run));
        });
        QuarkusTransaction.requiringNew()
                .run(() -> results.store(
                        database.find(Attempt.class, attempt(run)),
                        List.of(new TestReport("failing", null, Outcome.FAIL, 1, why))));
    }

    long attempt(long run) {
        return Long.parseLong(one(
                "select cast(max(a.id) as text) from attempt a join job j on j.id = a.job_id where j.kind = 'TEST' and j.run_id = "
                        + run));
    }

    long results(long run) {
        return count("test_result where attempt_id = " + attempt(run));
    }

    long artifacts(long run) {
        return count("artifact f join attempt a on a.id = f.attempt_id join job j on j.id = a.job_id where j.run_id = "
                + run);
    }

    long texts(String text) {
        return count("result_detail where text = '" + text + "'");
    }

    List<String> weeks() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select cast(cast(inhrelid as regclass) as text) from pg_inherits where inhparent = cast('test_result' as regclass)",
                                String.class)
                        .getResultList());
    }

    long count(String what) {
        return Long.parseLong(one("select cast(count(*) as text) from " + what));
    }

    String one(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) database.createNativeQuery(sql).getSingleResult());
    }

    void sql(String sql) {
        database.createNativeQuery(sql).executeUpdate();
    }
}
