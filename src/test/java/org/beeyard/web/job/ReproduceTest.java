package org.beeyard.web.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.blob.BlobStore;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** From a failed test on a page to what runs it again elsewhere. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ReproduceTest {

    private static final String HOSTILE = "a '$(reboot)' <b>";

    private final PlayedRuns runs = new PlayedRuns();

    @Inject
    BlobStore blobs;

    @Test
    void a_failed_test_has_a_command_and_the_command_something_to_fetch() throws Exception {
        long run = failed("reproduced");
        runs.leaves(run, "vm.tar.zst", blob("kernel", "config", "selftests/test_progs", "other"), true);
        runs.leaves(run, "guest.tar.zst", blob("vm-init", "allow", "selftests/evil"), false);
        runs.leaves(run, "guest-root.tar.zst", blob("bin/sh"), false);
        long attempt = run(run, "jobs[0].attempt");

        String fetch = "curl -sSf --compressed " + RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/attempts/"
                + attempt + "/reproduce.tar | tar -x && beeyard-attempt-" + attempt + "/reproduce.sh";
        Document job = page("/jobs/" + run(run, "jobs[0].id"));
        assertThat(job.select("details.reproduce pre").eachText())
                .containsExactlyInAnyOrder(fetch, fetch + " falls", fetch + " 'a '\\''$(reboot)'\\'' <b>'");
        assertThat(job.select("details.reproduce summary").eachText())
                .anyMatch(said -> said.matches("run it again at home about \\d+ B to fetch"));
        assertThat(page("/runs/" + run + "/tests")
                        .select("details.reproduce pre")
                        .eachText())
                .containsExactlyInAnyOrder(fetch + " falls", fetch + " 'a '\\''$(reboot)'\\'' <b>'");

        Map<String, String> files = files(fetched(attempt, "identity", "identity"));
        String folder = "beeyard-attempt-" + attempt + "/";
        assertThat(files.keySet().stream().map(name -> name.substring(folder.length())))
                .containsExactly(
                        "README",
                        "reproduce.sh",
                        "vm-run",
                        "settings",
                        "failed",
                        "inputs/vm-init",
                        "inputs/allow",
                        "kernel",
                        "config",
                        "inputs/selftests/test_progs",
                        "root/bin/sh");
        assertThat(files.get(folder + "failed").lines()).containsExactlyInAnyOrder("falls", HOSTILE);
        assertThat(files.get(folder + "settings")).contains("suite='test_progs'\naccel='kvm'\n");
        assertThat(files.get(folder + "reproduce.sh")).startsWith("#!/bin/bash\n");

        assertThat(files(new ZstdInputStream(fetched(attempt, "gzip, zstd, br", "zstd"))))
                .isEqualTo(files);
        assertThat(files(new GZIPInputStream(fetched(attempt, "gzip, zstd;q=0", "gzip"))))
                .isEqualTo(files);
    }

    @Test
    void what_is_not_kept_any_more_is_not_found_and_says_why() throws IOException {
        long run = failed("not reproduced");
        long attempt = run(run, "jobs[0].attempt");
        missing(attempt);
        assertThat(page("/jobs/" + run(run, "jobs[0].id")).select("details.reproduce"))
                .isEmpty();
        runs.leaves(run, "vm.tar.zst", new BlobStore.Blob("0".repeat(64), 10), true);
        runs.leaves(run, "guest.tar.zst", blob("vm-init"), false);
        missing(attempt);
        missing(999_999);
    }

    private static void missing(long attempt) {
        Response answer = given().get("/api/v1/attempts/" + attempt + "/reproduce.tar");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("detail")).contains("attempt " + attempt);
    }

    private long failed(String tree) {
        long run = runs.ofBase(
                runs.base(runs.tree(tree), "ba".repeat(20)),
                test("falls", FAIL),
                test("good", PASS),
                test(HOSTILE, FAIL));
        runs.needsBuild(run);
        return run;
    }

    private static InputStream fetched(long attempt, String accepted, String encoding) throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port
                                        + "/api/v1/attempts/" + attempt + "/reproduce.tar"))
                                .header("Accept-Encoding", accepted)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding").orElse("identity"))
                .isEqualTo(encoding);
        return answer.body();
    }

    private static Map<String, String> files(InputStream tar) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private BlobStore.Blob blob(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new ZstdOutputStream(bytes))) {
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry("./" + name);
                entry.setSize(name.length());
                tar.putArchiveEntry(entry);
                tar.write(name.getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return blobs.put(out -> new ByteArrayInputStream(bytes.toByteArray()).transferTo(out));
    }

    private static long run(long run, String path) {
        return given().accept("application/json").get("/runs/" + run).jsonPath().getLong(path);
    }

    private static Document page(String path) {
        return Jsoup.parse(given().accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
