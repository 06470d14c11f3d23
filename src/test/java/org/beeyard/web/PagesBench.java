package org.beeyard.web;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.beeyard.Seed;
import org.beeyard.SeededFarm;
import org.beeyard.SeededPages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long pages take when millions of results are stored: {@code src/bench/pages}. */
@Tag("bench")
@QuarkusTest
@TestProfile(SeededFarm.class)
class PagesBench {

    private static final int TESTS = 500;
    private static final int RESULTS_OF_A_RUN = TESTS * 4 * 3;
    private static final int READERS = 2;
    private static final int REQUESTS = 50;

    @Inject
    AgroalDataSource database;

    @Test
    void every_page() throws Exception {
        int millions = Integer.parseInt(System.getenv().getOrDefault("MILLIONS", "20"));
        int runs = (int) (millions * 1_000_000L / RESULTS_OF_A_RUN);
        List<String> pages;
        long start = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            new Seed(runs, TESTS)
                    .into(connection, done -> System.out.printf("%d of %d runs, %s%n", done, runs, since(start)));
            pages = SeededPages.of(connection);
        }
        System.out.printf("%d million results stored in %s%n", millions, since(start));
        System.out.printf("%-50s %8s %8s %8s %8s%n", "page, " + READERS + " readers", "first", "median", "p95", "KiB");
        try (HttpClient client = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL) // to sign in
                        .build();
                ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            Map<String, Taken> cold =
                    new HashMap<>(); // all of them before any is measured, or the farm warms up with whichever comes
            // first
            for (String page : pages) {
                cold.put(page, get(client, page));
            }
            for (String page : pages) {
                Taken first = cold.get(page);
                List<Callable<Taken>> requests = IntStream.range(0, REQUESTS)
                        .<Callable<Taken>>mapToObj(_ -> () -> get(client, page))
                        .toList();
                List<Long> millis = readers.invokeAll(requests).stream()
                        .map(Future::resultNow)
                        .map(Taken::millis)
                        .sorted()
                        .toList();
                System.out.printf(
                        "%-50s %8d %8d %8d %8d%n",
                        page,
                        first.millis(),
                        millis.get(REQUESTS / 2),
                        millis.get(REQUESTS * 95 / 100),
                        first.size() / 1024);
            }
        }
    }

    private record Taken(long millis, int size) {}

    private static Taken get(HttpClient client, String page) throws Exception {
        long start = System.nanoTime();
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + page))
                        .header("Accept", "text/html,*/*;q=0.5")
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(page + " answers " + answer.statusCode());
        }
        return new Taken((System.nanoTime() - start) / 1_000_000, answer.body().length);
    }

    private static Duration since(long start) {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
