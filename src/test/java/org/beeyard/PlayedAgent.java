package org.beeyard;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.beeyard.people.Secret;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An attempt that runs, and whose agent is played by the test. */
abstract class PlayedAgent {

    @Inject
    EntityManager database;

    @Inject
    SteppedClock clock;

    final Secret token = new Secret("bya_" + UUID.randomUUID());
    long attempt;
    private Process standIn;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @BeforeEach
    void attempt() throws IOException {
        Instant now = Instant.now();
        attempt = QuarkusTransaction.requiringNew().call(() -> {
            database.createNativeQuery("insert into tree (name, created_at) values ('api', ?1) on conflict do nothing")
                    .setParameter(1, now)
                    .executeUpdate();
            long base = id("insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, '"
                    + token.hash().substring(0, 40) + "', 's', now(), now() from tree where name = 'api' returning id");
            long run = id("insert into run (kind, base_id, state, created_at) values ('BASE', " + base
                    + ", 'RUNNING', now()) returning id");
            long job = id(
                    "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since) values ("
                            + run
                            + ", 'test_progs x86_64 gcc', 'TEST', 'x86_64', 'gcc', 'test_progs', 'none', 'small', '{}', '{}', 'RUNNING', now()) returning id");
            return id(
                    "insert into attempt (job_id, number, purpose, pool, state, fence, token_hash, created_at, not_before, started_at, deadline) values ("
                            + job + ", 1, 'FIRST', 'none', 'STARTING', 0, '" + token.hash()
                            + "', now(), now(), now(), now() + interval '1 hour') returning id");
        });
        standIn = standIn(attempt);
        agent().body("{\"protocol\":1,\"host\":\"h\",\"cpus\":2,\"memoryBytes\":1,\"diskFreeBytes\":1}")
                .contentType("application/json")
                .post("/attempt-api/v1/start")
                .then()
                .statusCode(204);
    }

    @AfterEach
    void end() {
        standIn.destroyForcibly();
    }

    long job() {
        return id("select job_id from attempt where id = " + attempt);
    }

    /** A process that stands for the agent: an attempt without one would be ended as lost. */
    private Process standIn(long attempt) throws IOException {
        Process process = new ProcessBuilder("setsid", "sleep", "600").start();
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String born = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        Path work = Files.createDirectories(home.resolve("work/a" + attempt));
        Files.writeString(
                work.resolve("process"),
                process.pid() + " " + born + " "
                        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip());
        return process;
    }

    RequestSpecification agent() {
        return given().header("Authorization", "Bearer " + token.text());
    }

    long id(String sql) {
        return ((Number) database.createNativeQuery(sql).getSingleResult()).longValue();
    }

    long count(String sql) {
        return QuarkusTransaction.requiringNew().call(() -> id(sql));
    }

    String text(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) database.createNativeQuery(sql).getSingleResult());
    }
}
