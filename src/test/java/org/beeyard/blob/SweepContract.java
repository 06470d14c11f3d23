package org.beeyard.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.beeyard.StoredLogs;
import org.beeyard.blob.BlobStore.Blob;
import org.junit.jupiter.api.Test;

/** What is thrown away, and what is not, whichever store it is. */
interface SweepContract {

    BlobStore store();

    StoredClaims claims();

    EntityManager database();

    /** All that these tests store is old by then. */
    Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

    @Test
    default void throws_away_what_nothing_names() throws Exception {
        Blob blob = stored();
        assertThat(sweep(store(), blob)).isEqualTo(new Sweep.Swept(1, blob.size()));
        assertThat(store().has(blob.sha256())).isFalse();
        assertThat(taken()).isEmpty();
    }

    @Test
    default void leaves_alone_what_a_row_names() throws Exception {
        StoredLogs rows = new StoredLogs();
        long attempt = rows.attempt(rows.job("PASSED"), 1, "PASSED", Instant.EPOCH, Instant.EPOCH);
        for (String naming : StoredClaims.NAMING) {
            Blob blob = stored();
            name(rows, attempt, naming, blob);
            assertThat(sweep(store(), blob)).as(naming).isEqualTo(new Sweep.Swept(0, 0));
            assertThat(store().has(blob.sha256())).as(naming).isTrue();
        }
    }

    @Test
    default void leaves_alone_what_somebody_has_found_since() throws Exception {
        Blob blob = stored();
        assertThat(store().keep(blob.sha256())).isTrue();
        // as if all of the rest had been before yesterday
        QuarkusTransaction.requiringNew()
                .run(() -> database()
                        .createNativeQuery("update blob_claim set at = at + interval '2 days' where sha256 = ?1")
                        .setParameter(1, blob.sha256())
                        .executeUpdate());
        assertThat(sweep(store(), blob)).isEqualTo(new Sweep.Swept(0, 0));
        assertThat(store().has(blob.sha256())).isTrue();
    }

    /** The race: it would find the blob there, store nothing, and the blob would go. */
    @Test
    default void whoever_stores_it_again_meanwhile_waits_until_it_is_gone() throws Exception {
        byte[] bytes = UUID.randomUUID().toString().getBytes(UTF_8);
        Blob blob = store().put(out -> out.write(bytes));
        Slow slow = new Slow(store());
        FutureTask<Sweep.Swept> sweep = new FutureTask<>(() -> sweep(slow, blob));
        Thread.ofPlatform().start(sweep);
        slow.begun.await();
        FutureTask<Blob> again = new FutureTask<>(() -> store().put(out -> out.write(bytes)));
        Thread storing = Thread.ofPlatform().start(again);
        Awaitility.await()
                .until(() -> again.isDone()
                        || storing.getState() == Thread.State.TIMED_WAITING && taken().contains(blob.sha256()));
        slow.goOn.countDown();
        assertThat(sweep.get()).isEqualTo(new Sweep.Swept(1, blob.size()));
        assertThat(again.get()).isEqualTo(blob);
        assertThat(store().has(blob.sha256())).isTrue();
        assertThat(sweepOfNow(store(), blob)).isEqualTo(new Sweep.Swept(0, 0));
    }

    @Test
    default void ends_what_a_sweep_that_died_has_begun() throws Exception {
        Blob blob = stored();
        QuarkusTransaction.requiringNew().run(() -> claims().take(List.of(blob.sha256()), TOMORROW));
        assertThat(taken()).containsExactly(blob.sha256());
        sweepOfNow(store(), blob);
        assertThat(taken()).isEmpty();
        assertThat(store().has(blob.sha256())).isFalse();
    }

    @Test
    default void removes_nothing_from_a_store_that_is_anothers() throws Exception {
        Blob blob = stored();
        String us = QuarkusTransaction.requiringNew().call(() -> claims().farm());
        QuarkusTransaction.requiringNew()
                .run(() -> database()
                        .createNativeQuery("update blob_owner set name = 'somebody'")
                        .executeUpdate());
        assertThat(sweep(store(), blob).blobs()).isEqualTo(1);
        QuarkusTransaction.requiringNew()
                .run(() -> database()
                        .createNativeQuery("update blob_owner set name = ?1")
                        .setParameter(1, us)
                        .executeUpdate());
        Blob kept = stored();
        assertThatThrownBy(() -> sweep(store(), kept))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the store's owner is somebody, and this is " + us + ". Nothing is removed.");
        assertThat(store().has(kept.sha256())).isTrue();
    }

    private List<String> taken() {
        return QuarkusTransaction.requiringNew().call(() -> claims().taken());
    }

    private Blob stored() throws IOException {
        String words = UUID.randomUUID().toString();
        return store().put(out -> out.write(words.getBytes(UTF_8)));
    }

    private Sweep.Swept sweep(BlobStore of, Blob blob) throws IOException {
        return new Sweep(of, claims()).part(part(blob), TOMORROW, () -> {});
    }

    private Sweep.Swept sweepOfNow(BlobStore of, Blob blob) throws IOException {
        return new Sweep(of, claims()).part(part(blob), Instant.now().minusSeconds(3600), () -> {});
    }

    private static int part(Blob blob) {
        return HexFormat.fromHexDigits(blob.sha256(), 0, 2);
    }

    private static void name(StoredLogs rows, long attempt, String naming, Blob blob) {
        String sql = switch (naming) {
            case "artifact.sha256" ->
                "insert into artifact (attempt_id, name, sha256, size) values (?2, 'named', ?1, 1) returning id";
            case "log_segment.sha256" ->
                "insert into log_segment (attempt_id, start_offset, length, sha256) values (?2, 0, 1, ?1) returning attempt_id";
            case "base.source_blob", "base.ci_blob", "base.delta_blob" ->
                "update base set " + naming.substring(5)
                        + " = ?1 where id = (select r.base_id from attempt a join job j on j.id = a.job_id join run r on r.id = j.run_id where a.id = ?2) returning id";
            case "run.delta_blob" ->
                "update run set delta_blob = ?1 where id = (select j.run_id from attempt a join job j on j.id = a.job_id where a.id = ?2) returning id";
            case "series.delta_blob" ->
                "with t as (insert into topic (key, created_at) values (?1, now()) returning id) insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, delta_blob) select id, 1, 'named ' || cast(?2 as bigint), 's', '{}', 'upload', ?1, now(), 'CLOSED', ?1 from t returning id";
            default -> throw new IllegalArgumentException(naming + " is new: what makes such a row?");
        };
        QuarkusTransaction.requiringNew().run(() -> rows.id(sql, blob.sha256(), attempt));
    }

    /** Takes its time to remove what it is told to. */
    final class Slow implements BlobStore {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final BlobStore store;

        Slow(BlobStore store) {
            this.store = store;
        }

        @Override
        public void remove(String sha256) throws IOException {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            store.remove(sha256);
        }

        @Override
        public void each(String prefix, Instant before, Visitor visitor) throws IOException {
            store.each(prefix, before, visitor);
        }

        @Override
        public String owner(String asking) throws IOException {
            return store.owner(asking);
        }

        @Override
        public Blob put(Writer content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Blob put(String sha256, InputStream content, long limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InputStream> open(String sha256) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean has(String sha256) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean keep(String sha256) {
            throw new UnsupportedOperationException();
        }
    }
}
