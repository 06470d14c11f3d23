package org.beeyard.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.beeyard.blob.BlobStore.Blob;
import org.beeyard.blob.BlobStore.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreTest implements BlobStoreContract {

    private static S3Server server;

    @TempDir
    static Path objects;

    @TempDir
    Path folder;

    private final List<String> claimed = new CopyOnWriteArrayList<>();
    private BlobStore store;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(objects);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        store = opened(Map.of());
        store.place("0".repeat(64), 1); // has waited for the probe, whose objects are not to be counted
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public List<String> claimed() {
        return claimed;
    }

    @Override
    public long kept() throws IOException {
        try (var kept = Files.walk(objects);
                var arriving = Files.walk(folder)) {
            return kept.filter(Files::isRegularFile).count()
                    + arriving.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void gives_by_a_link_to_those_without_a_key() throws Exception {
        Blob blob = store.put(out -> out.write("linked".getBytes(UTF_8)));
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(store.link(blob.sha256()).orElseThrow()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("linked");
    }

    @Test
    void gives_nothing_without_a_link() throws Exception {
        Blob blob = store.put(out -> out.write("linked".getBytes(UTF_8)));
        String link = store.link(blob.sha256()).orElseThrow().toString();
        assertThat(send(HttpRequest.newBuilder(URI.create(link.replaceFirst("\\?.*", ""))))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void takes_the_announced_bytes_at_a_place() throws Exception {
        byte[] bytes = "placed".getBytes(UTF_8);
        String sha256 = BlobStoreContract.sha256(bytes);
        assertThat(put(place(bytes), bytes).statusCode()).isEqualTo(200);
        try (InputStream in = store.open(sha256).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void refuses_other_bytes_at_a_place() throws Exception {
        byte[] announced = "honest".getBytes(UTF_8);
        Place place = place(announced);
        assertThat(put(place, "poison".getBytes(UTF_8)).statusCode()).isEqualTo(400);
        assertThat(put(place, "longer".repeat(100).getBytes(UTF_8)).statusCode())
                .isEqualTo(403);
        assertThat(put(new Place(place.uri(), Map.of()), "poison".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(403);
        assertThat(store.has(BlobStoreContract.sha256(announced))).isFalse();
    }

    /** As s3proxy is: by a copy a stranger would have any known bytes at any place. */
    @Test
    void has_no_place_on_a_server_that_obeys_what_is_not_signed(@TempDir Path others) throws Exception {
        try (S3Server obedient = S3Server.thatObeysWhatIsNotSigned(others);
                BlobStore wary = opened(obedient.configuration())) {
            assertThat(wary.place("0".repeat(64), 1)).isEmpty();
            assertThat(wary.link("0".repeat(64))).isPresent();
        }
    }

    @Test
    void notices_bytes_that_went_bad_on_the_server() throws Exception {
        Blob blob = store.put(out -> out.write("sound".getBytes(UTF_8)));
        try (var files = Files.walk(objects)) {
            Files.writeString(
                    files.filter(file -> file.endsWith(blob.sha256()))
                            .findFirst()
                            .orElseThrow(),
                    "spoilt");
        }
        try (InputStream in = store.open(blob.sha256()).orElseThrow()) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessage("The store has other bytes for " + blob.sha256() + ", of digest "
                            + BlobStoreContract.sha256("spoilt".getBytes(UTF_8)) + ".");
        }
    }

    @Test
    void gives_no_links_where_agents_do_not_reach_it() throws Exception {
        try (BlobStore secluded = opened(Map.of("beeyard.blobs.s3.links", "false"))) {
            assertThat(secluded.link("0".repeat(64))).isEmpty();
            assertThat(secluded.place("0".repeat(64), 1)).isEmpty();
        }
    }

    @Test
    void says_what_the_server_says_about_a_wrong_key() throws Exception {
        try (BlobStore denied = opened(Map.of("beeyard.blobs.s3.secret-key", "guessed"))) {
            assertThatThrownBy(() -> denied.put(out -> out.write("x".getBytes(UTF_8))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "The blob store (bucket " + S3Server.BUCKET + " at " + server.endpoint()
                                    + ") does not keep blobs/2d/71/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881: the answer is 403 SignatureDoesNotMatch (")
                    .hasMessageNotContaining("guessed");
            assertThatThrownBy(() -> denied.has("0".repeat(64)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("does not tell whether it has")
                    .hasMessageContaining("the answer is 403");
            assertThat(denied.place("0".repeat(64), 1)).isEmpty();
        }
    }

    @Test
    void says_at_the_start_what_it_cannot_use() {
        S3Account right = S3Account.of(config(Map.of()).s3());
        try (S3Bucket bucket = new S3Bucket(right)) {
            assertThatCode(bucket::look).doesNotThrowAnyException();
        }
        try (S3Bucket lost = new S3Bucket(S3Account.of(
                config(Map.of("beeyard.blobs.s3.bucket", "no-such-bucket")).s3()))) {
            assertThatThrownBy(lost::look)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "The blob store (bucket no-such-bucket at " + server.endpoint()
                                    + ") does not show its bucket: the answer is 404 NoSuchBucket (The specified bucket does not exist.).");
        }
    }

    @Test
    void says_where_nobody_answers() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String nowhere = "http://127.0.0.1:" + port;
        try (BlobStore away = opened(Map.of("beeyard.blobs.s3.endpoint", nowhere))) {
            assertThatThrownBy(() -> away.open("0".repeat(64)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The blob store (bucket " + S3Server.BUCKET + " at " + nowhere
                            + ") does not give blobs/00/00/" + "0".repeat(64)
                            + ": it cannot be reached, java.net.ConnectException: Connection refused.");
        }
    }

    private BlobStore opened(Map<String, String> besides) throws IOException {
        return new Store().chosen(config(besides), claimed::add, java.time.Clock.systemUTC());
    }

    private BlobConfig config(Map<String, String> besides) {
        Map<String, String> all = new HashMap<>(server.configuration());
        all.put("beeyard.home", folder.toString());
        all.putAll(besides);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValues(all)
                .withMapping(BlobConfig.class)
                .build()
                .getConfigMapping(BlobConfig.class);
    }

    private Place place(byte[] bytes) throws IOException {
        return store.place(BlobStoreContract.sha256(bytes), bytes.length).orElseThrow();
    }

    private static HttpResponse<String> put(Place place, byte[] bytes) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(place.uri()).PUT(BodyPublishers.ofByteArray(bytes));
        place.headers().forEach(request::header);
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
