package org.beeyard.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.beeyard.wire.Answer;
import org.junit.jupiter.api.Test;

/** What GitHub's answers mean. */
class FaultsTest {

    private static final Instant NOW = Instant.parse("2026-02-02T10:00:00Z");
    private static final String SECONDARY = "You have exceeded a secondary rate limit.";

    @Test
    void a_limit_says_for_how_long_nothing_is_to_be_sent() {
        assertThat(fault(429, "Too many requests.", "Retry-After", "7")).isEqualTo("BUSY PT7S");
        assertThat(fault(403, SECONDARY, "Retry-After", "90")).isEqualTo("BUSY PT1M30S");
        assertThat(fault(403, SECONDARY, "Retry-After", "Mon, 2 Feb 2026 10:00:20 GMT"))
                .isEqualTo("BUSY PT20S");
        assertThat(usedUp(403, NOW.plusSeconds(600))).isEqualTo("BUSY PT10M");
        assertThat(usedUp(429, NOW.plusSeconds(600))).isEqualTo("BUSY PT10M");
    }

    @Test
    void one_that_does_not_say_is_a_minute() {
        assertThat(fault(403, SECONDARY)).isEqualTo("BUSY PT1M");
        assertThat(fault(429, "Too many requests.", "Retry-After", "soon")).isEqualTo("BUSY PT1M");
        assertThat(fault(403, SECONDARY, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "soon"))
                .isEqualTo("BUSY PT1M");
    }

    @Test
    void none_is_for_ever_or_over_before_it_began() {
        assertThat(fault(429, "Too many requests.", "Retry-After", "99999999")).isEqualTo("BUSY PT1H");
        assertThat(usedUp(403, NOW.plusSeconds(99_999_999))).isEqualTo("BUSY PT1H");
        assertThat(usedUp(403, NOW.minusSeconds(10))).isEqualTo("BUSY PT0S");
    }

    @Test
    void the_last_request_of_an_hour_is_answered_and_no_other_is_to_be_sent() {
        Answer last = answer(200, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", epoch(NOW.plusSeconds(30)));
        assertThat(Faults.in(last, "GET /pulls", NOW, Optional.empty())).isEmpty();
        assertThat(Faults.exhausted(last, NOW)).contains(Duration.ofSeconds(30));
        Answer before =
                answer(200, "{}", "X-RateLimit-Remaining", "1", "X-RateLimit-Reset", epoch(NOW.plusSeconds(30)));
        assertThat(Faults.exhausted(before, NOW)).isEmpty();
    }

    @Test
    void all_else_is_the_server_the_rights_the_object_or_the_request() {
        assertThat(fault(403, "Resource not accessible by integration")).isEqualTo("FORBIDDEN");
        assertThat(fault(401, "Bad credentials")).isEqualTo("FORBIDDEN");
        assertThat(List.of(301, 302, 307, 308, 404, 410))
                .allSatisfy(status -> assertThat(fault(status, "Not here")).isEqualTo("MISSING"));
        assertThat(fault(422, "Validation Failed")).isEqualTo("REFUSED");
        assertThat(fault(408, "Too slow")).isEqualTo("UNREACHABLE");
        assertThat(fault(503, "Unavailable")).isEqualTo("BUSY");
        assertThat(List.of(500, 502, 504))
                .allSatisfy(status -> assertThat(fault(status, "Server Error")).isEqualTo("BROKEN"));
        assertThat(List.of(200, 201, 204, 304))
                .allSatisfy(status -> assertThat(Faults.in(answer(status, ""), "GET /", NOW, Optional.empty()))
                        .isEmpty());
    }

    private static String usedUp(int status, Instant reset) {
        return fault(
                status,
                "API rate limit exceeded for installation.",
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                epoch(reset));
    }

    private static String epoch(Instant time) {
        return Long.toString(time.getEpochSecond());
    }

    /** Its kind, and the pause that it asks for. */
    private static String fault(int status, String message, String... headers) {
        return Faults.in(answer(status, message, headers), "GET /pulls", NOW, Optional.empty())
                .map(fault ->
                        fault.kind() + fault.pause().map(pause -> " " + pause).orElse(""))
                .orElseThrow();
    }

    private static Answer answer(int status, String message, String... headers) {
        Map<String, List<String>> all = IntStream.range(0, headers.length / 2)
                .boxed()
                .collect(Collectors.toMap(i -> headers[2 * i], i -> List.of(headers[2 * i + 1])));
        return new Answer(status, HttpHeaders.of(all, (_, _) -> true), message.getBytes(StandardCharsets.UTF_8));
    }
}
