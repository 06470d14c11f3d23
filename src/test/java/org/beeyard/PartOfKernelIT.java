package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.people.Secret;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Series of a repository that holds a part of a kernel, from their arrival to what agents are told. */
@QuarkusTest
@TestProfile(PartsFarm.class)
class PartOfKernelIT {

    private static int named;

    @Inject
    EntityManager database;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @Test
    void is_compared_with_its_own_base_and_both_start_from_the_build_of_the_kernels() {
        int series = post("libbpf");
        int run = run(series);
        JsonPath detail = given().get("/api/v1/runs/" + run).jsonPath();
        int baseRun = detail.getInt("baseRun");
        int kernelRun = detail.getInt("kernel.run");
        assertThat(detail.getString("run.tree")).isEqualTo("libbpf");
        assertThat(detail.getString("kernel.tree")).isEqualTo("kernel");
        assertThat(given().accept("text/html").get("/runs/" + run).asString())
                .contains("with the kernel of <a href=\"/runs/" + kernelRun + "\">kernel</a>");

        JsonPath kernel = spec(kernelRun);
        assertThat(kernel.getString("work.keepOutput")).isNotNull();
        assertThat(kernel.getString("work.delta")).isNull();
        String output = pass(kernelRun);

        JsonPath ofBase = spec(baseRun);
        JsonPath ofSeries = spec(run);
        for (JsonPath spec : List.of(ofBase, ofSeries)) {
            assertThat(spec.getString("work.source.sha256")).isEqualTo(kernel.getString("work.source.sha256"));
            assertThat(spec.getBoolean("work.kernelFirst")).isTrue();
            assertThat(spec.getString("work.output")).isEqualTo(output);
            assertThat(spec.getString("work.keepOutput")).isNull();
            assertThat(spec.getInt("work.expectedSteps"))
                    .as("what a kernel takes says nothing")
                    .isZero();
        }
        assertThat(delta(ofBase)).contains("files/tools/lib/bpf/libbpf.c").contains("start\none\nend\n");
        assertThat(delta(ofSeries)).contains("files/tools/lib/bpf/libbpf.c").contains("start\nlibbpf");
    }

    @Test
    void is_tested_with_the_newest_kernel_that_has_been_built_while_that_is_no_week_old() throws IOException {
        String built = kernelOf(run(post("libbpf")));
        pass(given().get("/api/v1/runs/" + run(post("libbpf"))).path("kernel.run"));
        Files.writeString(home.resolve("kernel/tools/lib/bpf/libbpf.c"), "a new kernel " + ++named);
        assertThat(kernelOf(run(post("libbpf")))).isEqualTo(built);
        sql("update base set adopted_at = adopted_at - interval '8 days'");
        assertThat(kernelOf(run(post("libbpf")))).isNotEqualTo(built);
    }

    @Test
    void stays_with_a_kernel_that_is_run_again_just_now() throws IOException {
        int series = run(post("libbpf"));
        int kernelRun = given().get("/api/v1/runs/" + series).path("kernel.run");
        pass(kernelRun);
        sql("update job set state = 'PASSED', finished_at = now() where run_id = " + kernelRun);
        sql("update run set state = 'PASSED', finished_at = now() where id = " + kernelRun);
        given().post("/api/v1/runs/" + kernelRun + "/retest").then().statusCode(201);
        Files.writeString(home.resolve("kernel/tools/lib/bpf/libbpf.c"), "a newer kernel " + ++named);
        int next = run(post("libbpf"));
        assertThat(kernelOf(next)).isEqualTo(kernelOf(series));
        given().get("/api/v1/runs/" + next).then().body("kernel.run", equalTo(kernelRun));
    }

    @Test
    void is_no_place_for_what_is_posted_for_a_kernel() {
        int series = post("");
        soon().until(() -> given().get("/api/v1/series/" + series).path("state").equals("CONFLICT"));
        given().get("/api/v1/series/" + series).then().body("tree", equalTo("kernel"));
    }

    private static int post(String tree) {
        return given().body(PartsFarm.mail("libbpf " + ++named))
                .contentType("application/octet-stream")
                .post("/api/v1/series?tree=" + tree)
                .then()
                .statusCode(201)
                .extract()
                .path("series");
    }

    private static int run(int series) {
        soon().until(() -> !given().get("/api/v1/series/" + series)
                .jsonPath()
                .getList("runs")
                .isEmpty());
        return given().get("/api/v1/series/" + series).path("runs[0].id");
    }

    private static String kernelOf(int run) {
        return given().get("/api/v1/runs/" + run).path("kernel.commit");
    }

    /** What the agent that makes the run's build is told. */
    private JsonPath spec(int run) {
        Secret token = new Secret("bya_" + UUID.randomUUID());
        soon().until(() -> sql("update attempt set state = 'STARTING', token_hash = '" + token.hash()
                        + "', started_at = now(), deadline = now() + interval '1 hour' where job_id = " + build(run))
                == 1);
        return given().header("Authorization", "Bearer " + token.text())
                .get("/attempt-api/v1/spec")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Ends the run's build as an agent would; returns the name of its output. */
    private String pass(int run) {
        sql("update attempt set state = 'PASSED', done = 1234, finished_at = now(), fence = fence + 1 where job_id = "
                + build(run));
        sql("update job set state = 'PASSED', finished_at = now() where id = " + build(run));
        return QuarkusTransaction.requiringNew().call(() -> (String) database.createNativeQuery(
                        "select id || '-' || cast(floor(extract(epoch from created_at) * 1000) as bigint) from attempt where job_id = "
                                + build(run))
                .getSingleResult());
    }

    private String build(int run) {
        return "(select id from job where kind = 'BUILD' and run_id = " + run + ")";
    }

    private int sql(String statement) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(statement).executeUpdate());
    }

    /** A small tar, as text. */
    private String delta(JsonPath spec) {
        String sha256 = spec.getString("work.delta.sha256");
        try (var files = Files.walk(home.resolve("blobs"))) {
            return Files.readString(
                    files.filter(file -> file.toString().replace("/", "").endsWith(sha256))
                            .findFirst()
                            .orElseThrow(),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }
}
