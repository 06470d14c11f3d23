package org.beeyard.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.blob.Arrivals.Arrival;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Blobs as objects of a bucket. Bytes that come through the farm are written aside until their digest, the key, is known. */
final class S3BlobStore implements BlobStore {

    private static final Logger LOG = Logger.getLogger(S3BlobStore.class);

    /** What S3 takes by one PUT. */
    private static final long MOST_AT_ONCE = 5L << 30;

    private static final String FOLDER = "blobs/";

    private final S3Bucket bucket;
    private final Arrivals arrivals;
    private final Claims claims;
    private final @Nullable Outside outside;

    private S3BlobStore(S3Bucket bucket, Arrivals arrivals, Claims claims, @Nullable Outside outside) {
        this.claims = claims;
        this.bucket = bucket;
        this.arrivals = arrivals;
        this.outside = outside;
    }

    /** For those without a key. */
    private record Outside(S3Links links, S3Trust trust) {
        static Outside of(S3Account account, Duration time) {
            S3Links links = new S3Links(account, time);
            return new Outside(links, new S3Trust(account, new S3Probe(links, account.bucket())));
        }
    }

    /** Does not wait for the server; the log says what is found there. */
    static S3BlobStore opened(BlobConfig.S3 config, Arrivals arrivals, Claims claims) {
        S3Account account = S3Account.of(config);
        S3BlobStore store = new S3BlobStore(
                new S3Bucket(account),
                arrivals,
                claims,
                config.links() ? Outside.of(account, config.linkTime()) : null);
        Thread.ofVirtual().name("blob-store").start(store::look);
        return store;
    }

    private void look() {
        try {
            bucket.look();
            if (outside != null) {
                outside.trust().isDeserved();
            }
        } catch (IOException e) {
            LOG.warn(e.getMessage());
        }
    }

    @Override
    public Blob put(Writer content) throws IOException {
        try (Arrival arrival = arrivals.take(content)) {
            return settled(arrival);
        }
    }

    @Override
    public Blob put(String sha256, InputStream content, long limit) throws IOException, WrongDigest {
        try (Arrival arrival = arrivals.take(sha256, content, limit)) {
            return settled(arrival);
        }
    }

    private Blob settled(Arrival arrival) throws IOException {
        Blob blob = arrival.blob();
        claims.claim(blob.sha256());
        bucket.put(key(blob.sha256()), arrival.file(), blob.size());
        return blob;
    }

    @Override
    public Optional<InputStream> open(String sha256) throws IOException {
        return Digest.isDigest(sha256)
                ? bucket.get(key(sha256)).map(object -> new S3Object(object, sha256))
                : Optional.empty();
    }

    @Override
    public boolean has(String sha256) {
        try {
            return Digest.isDigest(sha256) && bucket.has(key(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean keep(String sha256) throws IOException {
        if (!Digest.isDigest(sha256)) {
            return false;
        }
        claims.claim(sha256);
        return bucket.has(key(sha256));
    }

    @Override
    public void each(String prefix, Instant before, Visitor visitor) throws IOException {
        bucket.each(FOLDER + prefix + "/", before, (key, size) -> {
            String name = key.substring(key.lastIndexOf('/') + 1);
            if (Digest.isDigest(name)) {
                visitor.see(new Blob(name, size));
            }
        });
    }

    @Override
    public String owner(String asking) throws IOException {
        String key = FOLDER + Arrivals.OWNER;
        if (!bucket.has(key)) {
            try (Arrival arrival = arrivals.take(out -> out.write(asking.getBytes(StandardCharsets.UTF_8)))) {
                bucket.put(key, arrival.file(), arrival.blob().size());
            }
        }
        try (InputStream owner =
                bucket.get(key).orElseThrow(() -> new IOException("The blob store has lost " + key + "."))) {
            return new String(owner.readNBytes(1000), StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public void remove(String sha256) throws IOException {
        bucket.remove(key(sha256));
    }

    @Override
    public Optional<URI> link(String sha256) {
        return outside != null && Digest.isDigest(sha256)
                ? Optional.of(outside.links().get(key(sha256)))
                : Optional.empty();
    }

    /** The empty blob is no secret and has no place: some servers let anything pass for it. */
    @Override
    public Optional<Place> place(String sha256, long size) {
        boolean fit = Digest.isDigest(sha256) && size > 0 && size <= MOST_AT_ONCE;
        return fit && outside != null && outside.trust().isDeserved()
                ? Optional.of(outside.links().put(key(sha256), sha256, size))
                : Optional.empty();
    }

    private static String key(String sha256) {
        return FOLDER + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    @Override
    public void close() {
        bucket.close();
        if (outside != null) {
            outside.links().close();
        }
    }
}
