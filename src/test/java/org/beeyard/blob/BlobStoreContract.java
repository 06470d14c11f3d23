package org.beeyard.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.beeyard.blob.BlobStore.Blob;
import org.beeyard.blob.BlobStore.WrongDigest;
import org.junit.jupiter.api.Test;

/** What every store does. */
interface BlobStoreContract {

    BlobStore store();

    /** Of which it was said that somebody counts on them. */
    List<String> claimed();

    /** How many files or objects there are, blobs or not yet blobs. */
    long kept() throws IOException;

    @Test
    default void gives_what_it_was_given() throws Exception {
        Blob blob = store().put(out -> out.write("words".getBytes(UTF_8)));
        assertThat(blob).isEqualTo(new Blob(sha256("words".getBytes(UTF_8)), 5));
        assertThat(store().has(blob.sha256())).isTrue();
        assertThat(read(blob.sha256())).asString(UTF_8).isEqualTo("words");
    }

    @Test
    default void takes_a_blob_of_an_announced_digest() throws Exception {
        byte[] bytes = "announced".getBytes(UTF_8);
        Blob blob = store().put(sha256(bytes), new ByteArrayInputStream(bytes), bytes.length);
        assertThat(blob).isEqualTo(new Blob(sha256(bytes), bytes.length));
        assertThat(read(blob.sha256())).isEqualTo(bytes);
    }

    @Test
    default void keeps_nothing_of_another_digest() throws Exception {
        byte[] bytes = "other words".getBytes(UTF_8);
        String announced = sha256("words that never came".getBytes(UTF_8));
        long before = kept();
        assertThatThrownBy(() -> store().put(announced, new ByteArrayInputStream(bytes), 100))
                .isInstanceOf(WrongDigest.class)
                .hasMessage("The bytes sent have the digest " + sha256(bytes) + ", not " + announced + ".");
        assertThat(store().has(announced)).isFalse();
        assertThat(store().has(sha256(bytes))).isFalse();
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    default void keeps_nothing_over_the_limit_and_does_not_read_on() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        long before = kept();
        assertThatThrownBy(() -> store().put("0".repeat(64), endless, 1000))
                .isInstanceOf(WrongDigest.class)
                .hasMessage("The blob is larger than the 1000 bytes allowed.");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    default void keeps_nothing_of_a_writer_that_fails() throws Exception {
        long before = kept();
        assertThatThrownBy(() -> store().put(out -> {
                    out.write("half of".getBytes(UTF_8));
                    throw new IOException("the source has dried up");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the source has dried up");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    default void keeps_the_empty_blob() throws Exception {
        Blob blob = store().put(out -> {});
        assertThat(blob).isEqualTo(new Blob(sha256(new byte[0]), 0));
        assertThat(store().has(blob.sha256())).isTrue();
        assertThat(read(blob.sha256())).isEmpty();
    }

    @Test
    default void keeps_a_blob_of_a_hundred_mebibytes() throws Exception {
        Blob blob = store().put(out -> much(out));
        assertThat(blob.size()).isEqualTo(100L << 20);
        DigestOutputStream read =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"));
        try (InputStream in = store().open(blob.sha256()).orElseThrow()) {
            assertThat(in.transferTo(read)).isEqualTo(blob.size());
        }
        assertThat(HexFormat.of().formatHex(read.getMessageDigest().digest())).isEqualTo(blob.sha256());
    }

    @Test
    default void leaves_the_rest_of_a_large_blob_alone_when_its_reader_has_enough() throws Exception {
        Blob blob = store().put(out -> much(out));
        try (InputStream in = store().open(blob.sha256()).orElseThrow()) {
            in.skipNBytes(1000);
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        assertThat(store().has(blob.sha256())).isTrue();
    }

    @Test
    default void takes_the_same_blob_twice_at_once() throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        Callable<Blob> put = () -> store().put(out -> out.write(bytes));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Blob> done : threads.invokeAll(List.of(put, put, put, put))) {
                assertThat(done.get()).isEqualTo(new Blob(sha256(bytes), bytes.length));
            }
        }
        assertThat(read(sha256(bytes))).isEqualTo(bytes);
    }

    @Test
    default void has_no_blob_that_nobody_brought() throws Exception {
        String unknown = sha256("unknown".getBytes(UTF_8));
        assertThat(store().has(unknown)).isFalse();
        assertThat(store().open(unknown)).isEmpty();
    }

    @Test
    default void has_no_blob_by_what_is_no_digest() throws Exception {
        for (String bad : List.of("", "abc", "../../../etc/passwd", "A".repeat(64), "0".repeat(65))) {
            assertThat(store().has(bad)).isFalse();
            assertThat(store().open(bad)).isEmpty();
            assertThat(store().link(bad)).isEmpty();
            assertThat(store().place(bad, 1)).isEmpty();
            assertThatThrownBy(() -> store().put(bad, InputStream.nullInputStream(), 10))
                    .isInstanceOf(WrongDigest.class);
        }
    }

    @Test
    default void says_that_somebody_counts_on_what_was_stored_or_found() throws Exception {
        Blob blob = store().put(out -> out.write("counted on".getBytes(UTF_8)));
        assertThat(claimed()).containsExactly(blob.sha256());
        assertThat(store().keep(blob.sha256())).isTrue();
        assertThat(claimed()).containsExactly(blob.sha256(), blob.sha256());
        assertThat(store().keep(sha256("never stored".getBytes(UTF_8)))).isFalse();
        assertThat(store().keep("../etc")).isFalse();
    }

    @Test
    default void shows_what_was_stored_before_some_time() throws Exception {
        Blob blob = store().put(out -> out.write("of some age".getBytes(UTF_8)));
        String prefix = blob.sha256().substring(0, 2);
        Instant now = Instant.now();
        assertThat(shown(prefix, now.plusSeconds(3600))).contains(blob);
        assertThat(shown(prefix, now.minusSeconds(3600))).doesNotContain(blob);
        assertThat(shown(prefix.equals("00") ? "01" : "00", now.plusSeconds(3600)))
                .doesNotContain(blob);
    }

    @Test
    default void removes_a_blob_once_and_for_all() throws Exception {
        Blob blob = store().put(out -> out.write("to be removed".getBytes(UTF_8)));
        store().remove(blob.sha256());
        store().remove(blob.sha256());
        assertThat(store().has(blob.sha256())).isFalse();
        assertThat(store().open(blob.sha256())).isEmpty();
    }

    private List<Blob> shown(String prefix, Instant before) throws IOException {
        List<Blob> shown = new ArrayList<>();
        store().each(prefix, before, shown::add);
        return shown;
    }

    private byte[] read(String sha256) throws IOException {
        try (InputStream in = store().open(sha256).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static void much(OutputStream out) throws IOException {
        byte[] piece = new byte[1 << 20];
        Random random = new Random(42);
        for (int i = 0; i < 100; i++) {
            random.nextBytes(piece);
            out.write(piece);
        }
    }

    static String sha256(byte[] bytes) {
        Digest digest = new Digest();
        digest.update(bytes, 0, bytes.length);
        return digest.hex();
    }
}
