package org.beeyard;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.patchwork.FakePatchwork;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** A farm beside two Patchwork servers, which all tests of a profile share, and what they ask and post. */
abstract class BesidePatchwork {

    static FakePatchwork patchwork;
    static FakePatchwork delegating;
    private static int named;

    @ConfigProperty(name = "sources.patchwork[0].url")
    URI first;

    @ConfigProperty(name = "sources.patchwork[1].url")
    URI second;

    @Inject
    EntityManager database;

    /** Of no other test, also of another profile's: the farm knows a series that comes twice. */
    final String name =
            "demo: Topic " + ++named + " of " + getClass().getSimpleName().replaceFirst("_.*", "");

    @BeforeEach
    void quiet() throws IOException {
        if (patchwork == null || patchwork.url().getPort() != first.getPort()) {
            patchwork = FakePatchwork.start(first.getPort());
            patchwork.slowness(Duration.ofSeconds(3)); // longer than the farm waits
            delegating = FakePatchwork.start(second.getPort());
        }
        patchwork.release();
        patchwork.forgetFaults();
        patchwork.restoreTokens();
    }

    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200));
    }

    static String cover(String title, int of) {
        return """
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <cover-%s@example.org>
                Subject: [PATCH test 0/%d] %s

                All of it.
                """.formatted(Integer.toHexString(title.hashCode()), of, title);
    }

    static String patch(String title, int number, int of) {
        return mail(
                of == 1 ? title : title + " " + number,
                of == 1 ? "[PATCH test]" : "[PATCH test " + number + "/" + of + "]",
                "one",
                title);
    }

    /** A second patch that fits on the first. */
    static String other(String title, int number, int of) {
        return mail(title + " " + number, "[PATCH test " + number + "/" + of + "]", title, "two");
    }

    static String mail(String title, String prefix, String from, String to) {
        return IdleFarm.mail(prefix + " " + title, from, to);
    }

    static String id(String mail) {
        return mail.lines()
                .filter(line -> line.startsWith("Message-ID: "))
                .findFirst()
                .orElseThrow()
                .substring("Message-ID: ".length());
    }

    static String patchId(String mail) throws IOException {
        Process git = new ProcessBuilder("git", "patch-id", "--stable").start();
        try (OutputStream in = git.getOutputStream()) {
            in.write(mail.getBytes(StandardCharsets.UTF_8));
        }
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ")[0];
    }

    static long patch(long series) {
        return patchwork.patches(series).getFirst();
    }

    /** The newest check of each context. */
    static List<String> shown(long patch) {
        Map<String, FakePatchwork.Check> newest = new TreeMap<>();
        patchwork.checks(patch).forEach(check -> newest.put(check.context(), check));
        return newest.values().stream()
                .map(check -> check.state() + " " + check.context() + ": " + check.description())
                .toList();
    }

    static List<String> newest(long series) {
        return shown(patch(series));
    }

    long cycles() {
        return patchwork.requests().stream()
                .filter(r -> r.contains("category=series-completed"))
                .count();
    }

    static String source(FakePatchwork server) {
        return "netdevbpf@" + server.url().getAuthority();
    }

    String state(long series) {
        return state(patchwork, series);
    }

    String state(FakePatchwork server, long series) {
        return text(
                "select coalesce(max(state), '') from patchwork_series where source = ?1 and id = " + series,
                source(server));
    }

    long ours(long series) {
        return ours(patchwork, series);
    }

    long ours(FakePatchwork server, long series) {
        return Long.parseLong(text(
                "select coalesce(max(series_id), 0) || '' from patchwork_series where source = ?1 and id = " + series,
                source(server)));
    }

    List<String> statuses(long series) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select status from publication where destination = 'patchwork' and series_id = ?1",
                                String.class)
                        .setParameter(1, ours(series))
                        .getResultList());
    }

    /** Ends the run of the series as agents would, all passed. */
    void pass(long series) {
        soon().until(() -> newest(series).size() == 3);
        end(series, "PASSED");
    }

    void fail(long series) {
        soon().until(() -> newest(series).size() == 3);
        end(series, "FAILED");
    }

    void end(long series, String state) {
        new PlannedRuns().end(ours(series), state);
    }

    void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    String text(String sql, Object parameter) {
        return QuarkusTransaction.requiringNew()
                .call(() -> String.valueOf(database.createNativeQuery(sql, String.class)
                        .setParameter(1, parameter)
                        .getResultStream()
                        .findFirst()
                        .orElse("")));
    }
}
