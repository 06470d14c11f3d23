package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.github.Fork;
import org.beeyard.sql.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A branch whose newest commit is run when its time comes, by real agents and a real kernel in QEMU, until a test of it fails. */
@QuarkusTest
@TestProfile(FirstBadBuildIT.Farm.class)
class FirstBadBuildIT {

    private static final String TREE = "each-year";

    public static class Farm implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path home = Files.createTempDirectory(LocalFarm.shared(), "farm");
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
                WordSuite.sources(Fork.of(home.resolve("linux.git")))
                        .git("push", "-q", "-f", home.resolve("linux.git").toString(), "HEAD:main");
                return Map.ofEntries(
                        Map.entry("beeyard.home", home.toString()),
                        Map.entry(
                                "beeyard.local.root",
                                LocalFarm.shared().resolve("root/trixie").toString()),
                        Map.entry(
                                "trees." + TREE + ".repository",
                                home.resolve("linux.git").toString()),
                        Map.entry("trees." + TREE + ".branch", "main"),
                        Map.entry("trees." + TREE + ".schedule", "0 0 1 1 *"),
                        Map.entry("matrix.default[0].arch", "x86_64"),
                        Map.entry("matrix.default[0].suites", "test_progs"),
                        Map.entry("pools.local.slots", "2"),
                        Map.entry("pools.local.silence", "120s"),
                        Map.entry("pools.local.vm-memory", "512MiB"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    EntityManager database;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @Test
    void the_first_bad_commit_is_found_by_building_and_booting_those_between() throws Exception {
        StockKernels.prepare();
        WordSuite.deliver(RestAssured.baseURI + ":" + RestAssured.port, home);
        itsTimeHasCome();
        soon().until(() -> judged().contains("PASSED"));
        List<String> commits = new ArrayList<>();
        Clone upstream = new Clone(Files.createDirectory(home.resolve("clone")), home, Map.of());
        upstream.git("clone", "-q", "-b", "main", home.resolve("linux.git").toString(), ".");
        for (String word : List.of("good", "bad", "bad", "bad")) {
            upstream.write("start\n" + word + "\nend\n");
            upstream.git("add", ".");
            upstream.git("commit", "-q", "--allow-empty", "-m", "Say " + word);
            commits.add(upstream.git("rev-parse", "HEAD"));
        }
        upstream.git("push", "-q", "origin", "main");
        itsTimeHasCome();
        soon().until(() -> judged().contains("FAILED"));
        soon().until(() -> !searches().isEmpty() && !searches().getFirst().startsWith("RUNNING"));
        assertThat(searches())
                .containsExactly("FOUND words: bad since " + commits.get(1).substring(0, 12)
                        + ", the first bad commit; good at " + commits.get(0).substring(0, 12) + ".");
        assertThat(
                        rows(
                                "select r.at_commit || ' ' || r.state from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id where t.name = ?1 and r.kind = 'BISECT' order by r.id"))
                .containsExactly(commits.get(1) + " FAILED", commits.get(0) + " PASSED");
        given().accept("text/html").get("/trees/" + TREE).then().statusCode(200);
    }

    private void itsTimeHasCome() {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, "update timetable set due_at = now() where tree = ?1", TREE)
                        .executeUpdate());
    }

    private List<String> judged() {
        return rows(
                "select r.state from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id where t.name = ?1 and r.kind = 'BASE'");
    }

    private List<String> searches() {
        return rows(
                "select x.state || coalesce(' ' || x.sentence, '') from bisection x join tree t on t.id = x.tree_id where t.name = ?1");
    }

    private List<String> rows(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, sql, TREE).stream()
                        .map(row -> (String) row[0])
                        .toList());
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofMinutes(8)).pollInterval(Duration.ofMillis(500));
    }
}
