package org.beeyard.web.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.SteppedClock;
import org.beeyard.web.PlayedPages;
import org.beeyard.web.live.Streams;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Home moves by itself, and says nothing of what is shown already. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class HomeLiveTest extends PlayedPages {

    @Inject
    Streams streams;

    @Inject
    SteppedClock clock;

    @AfterEach
    void end() {
        clock.set(Duration.ZERO);
    }

    @Test
    void the_first_that_home_tells_is_what_has_changed_since_it_was_loaded() throws Exception {
        long base = runs.base(tree, "6b".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        String stream = page("/").selectFirst("[sse-connect]").attr("sse-connect");
        int before = streams.open();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> firstEvent(stream));
        Awaitility.await().until(() -> streams.open() == before + 1);
        runs.ofSeries(base, runs.series(base, "bpf: Come while looked at"), List.of(test("steady", PASS)), List.of());
        assertThat(first.get(30, TimeUnit.SECONDS)).contains("event:home", "bpf: Come while looked at");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> streams.open() == before);
    }

    @Test
    void what_only_the_time_changes_is_no_change() {
        runs.ofBase(runs.base(tree, "6c".repeat(20)), test("steady", PASS));
        String now = page("/").selectFirst("[sse-connect]").attr("sse-connect");
        assertThat(page("/").selectFirst("[sse-connect]").attr("sse-connect")).isEqualTo(now);
        runs.base(tree, "6d".repeat(20));
        assertThat(page("/").selectFirst("[sse-connect]").attr("sse-connect")).isNotEqualTo(now);
    }

    @Test
    void what_home_says_of_times_is_told_anew_when_it_is_a_minute_old() throws Exception {
        long base = runs.base(tree, "6e".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        runs.ofSeries(base, runs.series(base, "bpf: Grow older"), List.of(test("steady", PASS)), List.of());
        Document page = page("/");
        assertThat(page.select("tr:contains(Grow older)").text()).contains("just now");
        int before = streams.open();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> firstEvent(page.selectFirst("[sse-connect]").attr("sse-connect")));
        Awaitility.await().until(() -> streams.open() == before + 1);
        clock.set(Duration.ofMinutes(5));
        assertThat(first.get(30, TimeUnit.SECONDS)).contains("event:home", "5 min ago");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> streams.open() == before);
    }

    private static String firstEvent(String path) {
        try {
            HttpURLConnection stream = (HttpURLConnection) URI.create("http://localhost:" + RestAssured.port + path)
                    .toURL()
                    .openConnection();
            stream.setRequestProperty("Accept", "text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
                StringBuilder event = new StringBuilder();
                for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                    event.append(line).append('\n');
                }
                return event.toString();
            } finally {
                stream.disconnect();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
