package org.beeyard.agent;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.blob.BlobStore;
import org.beeyard.blob.S3Beside;
import org.beeyard.people.Secret;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Manifest;
import org.beeyard.protocol.Started;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose farm keeps its blobs on S3. */
@QuarkusTest
@TestProfile(BlobsOnS3Test.FarmOnS3.class)
class BlobsOnS3Test {

    public static class FarmOnS3 extends IdleFarm {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(S3Beside.class));
        }
    }

    @Inject
    EntityManager database;

    @Inject
    BlobStore blobs;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @ConfigProperty(name = "beeyard.blobs.s3.endpoint")
    String endpoint;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @TempDir
    Path work;

    private final Secret token = new Secret("bya_" + UUID.randomUUID());
    private BlobStore.Blob source;
    private long attempt;
    private Process standIn;
    private FarmClient farm;

    @BeforeEach
    void build() throws Exception {
        source = blobs.put(out -> out.write("all the sources".getBytes(UTF_8)));
        attempt = QuarkusTransaction.requiringNew().call(() -> {
            database.createNativeQuery(
                            "insert into tree (name, created_at) values ('api', now()) on conflict do nothing")
                    .executeUpdate();
            long base = id(
                    "insert into base (tree_id, commit_id, subject, committed_at, adopted_at, source_blob, source_size)"
                            + " select id, '" + token.hash().substring(0, 40) + "', 's', now(), now(), '"
                            + source.sha256()
                            + "', " + source.size() + " from tree where name = 'api' returning id");
            long run = id("insert into run (kind, base_id, state, created_at) values ('BASE', " + base
                    + ", 'RUNNING', now()) returning id");
            long job = id(
                    "insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since) values ("
                            + run
                            + ", 'build x86_64 gcc', 'BUILD', 'x86_64', 'gcc', 'none', 'small', '{}', '{}', 'RUNNING', now()) returning id");
            return id(
                    "insert into attempt (job_id, number, purpose, pool, state, fence, token_hash, created_at, not_before, started_at, deadline) values ("
                            + job + ", 1, 'FIRST', 'none', 'STARTING', 0, '" + token.hash()
                            + "', now(), now(), now(), now() + interval '1 hour') returning id");
        });
        standIn = standIn();
        farm = new FarmClient("http://127.0.0.1:" + port, token.text(), Duration.ofSeconds(30));
        farm.start(new Started(AttemptSpec.PROTOCOL, "h", 2, 1, 1));
    }

    @AfterEach
    void end() {
        standIn.destroyForcibly();
    }

    @Test
    void is_sent_to_the_store_for_its_inputs() throws Exception {
        Response answer = agent().redirects().follow(false).get("/attempt-api/v1/blob/" + source.sha256());
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.header("Location")).startsWith(endpoint + "/");
        farm.download(source.sha256(), work.resolve("source"));
        assertThat(work.resolve("source")).hasContent("all the sources");
    }

    @Test
    void is_sent_nowhere_for_what_is_not_its_input() throws IOException {
        BlobStore.Blob other = blobs.put(out -> out.write("somebody else's".getBytes(UTF_8)));
        agent().redirects()
                .follow(false)
                .get("/attempt-api/v1/blob/" + other.sha256())
                .then()
                .statusCode(404);
    }

    @Test
    void leaves_an_artifact_at_the_store_and_is_believed() throws Exception {
        Path kernel = Files.writeString(work.resolve("vm.tar.zst"), "a kernel " + token.hash());
        String sha256 = Digests.of(kernel);
        assertThat(place(sha256, Files.size(kernel)).jsonPath().getString("url"))
                .startsWith(endpoint + "/");

        farm.upload(sha256, kernel);

        assertThat(place(sha256, Files.size(kernel)).statusCode()).isEqualTo(204);
        try (InputStream there = blobs.open(sha256).orElseThrow()) {
            assertThat(there).hasBinaryContent(Files.readAllBytes(kernel));
        }
        farm.finish(passed(new Manifest.Artifact("vm.tar.zst", sha256, Files.size(kernel))));
        assertThat(state()).isEqualTo("PASSED");
    }

    @Test
    void is_not_believed_about_an_artifact_that_is_not_at_the_store() throws Exception {
        farm.finish(passed(new Manifest.Artifact("vm.tar.zst", "0".repeat(64), 1)));
        assertThat(state()).isEqualTo("ERROR UPLOAD_FAILED The artifact vm.tar.zst has not arrived.");
    }

    @Test
    void has_no_place_for_what_is_too_large_or_no_blob() {
        assertThat(place("0".repeat(64), Long.MAX_VALUE).statusCode()).isEqualTo(413);
        assertThat(place("0".repeat(64), -1).statusCode()).isEqualTo(400);
        assertThat(place("..%2f..%2fetc", 1).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void leaves_nothing_in_the_farms_own_folder() throws IOException {
        try (var files = Files.walk(home.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private Response place(String sha256, long size) {
        return agent().contentType("application/json")
                .body("{\"size\":" + size + "}")
                .post("/attempt-api/v1/blob/" + sha256 + "/place");
    }

    private static Manifest passed(Manifest.Artifact artifact) {
        return new Manifest(
                true,
                Ending.PASSED,
                null,
                "Built.",
                null,
                0,
                0,
                0,
                0,
                1,
                1,
                List.of(artifact),
                List.of(),
                null,
                null,
                false);
    }

    private RequestSpecification agent() {
        return given().header("Authorization", "Bearer " + token.text());
    }

    /** A process that stands for the agent: an attempt without one would be ended as lost. */
    private Process standIn() throws IOException {
        Process process = new ProcessBuilder("setsid", "sleep", "600").start();
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String born = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        Files.writeString(
                Files.createDirectories(home.resolve("work/a" + attempt)).resolve("process"),
                process.pid() + " " + born + " "
                        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip());
        return process;
    }

    private long id(String sql) {
        return ((Number) database.createNativeQuery(sql).getSingleResult()).longValue();
    }

    private String state() {
        return QuarkusTransaction.requiringNew().call(() -> (String) database.createNativeQuery(
                        "select concat_ws(' ', state, reason, case when state = 'ERROR' then sentence end) from attempt where id = ?1")
                .setParameter(1, attempt)
                .getSingleResult());
    }
}
