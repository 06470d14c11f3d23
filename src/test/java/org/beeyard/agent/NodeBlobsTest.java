package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node keeps for the pods on it, and who may add to it. */
class NodeBlobsTest {

    private static final String WORDS = "0123456789";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer farm;

    @BeforeEach
    void start() throws IOException {
        farm = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        farm.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, WORDS.length());
            exchange.getResponseBody().write(WORDS.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        farm.start();
    }

    @AfterEach
    void stop() {
        farm.stop(0);
    }

    @Test
    void asks_the_farm_once_for_what_two_attempts_of_bases_need() throws Exception {
        fetch("100");
        fetch("100");
        assertThat(asked).hasValue(1);
    }

    @Test
    void gives_to_a_series_attempt_and_takes_nothing_from_it() throws Exception {
        fetch(null);
        assertThat(folder).isEmptyDirectory();
        fetch("100");
        fetch(null);
        assertThat(asked).hasValue(2);
    }

    @Test
    void asks_the_farm_when_the_nodes_bytes_are_not_the_blobs() throws Exception {
        Files.writeString(folder.resolve(sha256()), "tampered!!");
        fetch(null);
        assertThat(asked).hasValue(1);
        assertThat(work.resolve("input")).hasContent(WORDS);
    }

    @Test
    void lets_the_least_recently_used_go_first() throws Exception {
        file("old", 60);
        file("used", 10);
        file("new", 5);
        fetch("30");
        assertThat(folder).isDirectoryNotContaining("glob:**/old");
        assertThat(folder.resolve("used")).exists();
        assertThat(folder.resolve("new")).exists();
        assertThat(folder.resolve(sha256())).exists();
    }

    @Test
    void an_attempt_does_not_end_because_its_node_cannot_keep_something() throws Exception {
        Files.delete(folder);
        fetch("100");
        assertThat(work.resolve("input")).hasContent(WORDS);
    }

    private void fetch(String size) throws IOException, InterruptedException {
        FarmClient client =
                new FarmClient("http://127.0.0.1:" + farm.getAddress().getPort(), "token");
        new Fetching(client, NodeBlobs.of(folder.toString(), size)).fetch(sha256(), work.resolve("input"));
    }

    private void file(String name, int minutesAgo) throws IOException {
        Path file = Files.writeString(folder.resolve(name), WORDS);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60L * minutesAgo)));
    }

    private String sha256() throws IOException {
        return Digests.of(Files.writeString(work.resolve("words"), WORDS));
    }
}
