package org.beeyard.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.beeyard.SteppedClock;
import org.beeyard.wire.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where requests go, and when none is sent. */
class WireTest {

    private final SteppedClock clock = new SteppedClock();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        Instant reset = clock.instant().plusSeconds(600);
        server.createContext("/api/v3/last", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("X-RateLimit-Remaining", "0");
            exchange.getResponseHeaders().set("X-RateLimit-Reset", Long.toString(reset.getEpochSecond()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void nothing_is_sent_before_the_time_that_github_names_once_the_limit_is_used_up() throws IOException {
        Wire wire = new Wire(config(url), Optional::empty, clock);
        wire.get(url + "/api/v3/last");
        Fault fault = catchThrowableOfType(Fault.class, () -> wire.get(url + "/api/v3/last"));
        assertThat(fault).hasMessage("GET /api/v3/last was not sent: the rate limit is used up");
        assertThat(fault.kind()).isEqualTo(Fault.Kind.BUSY);
        assertThat(fault.pause().orElseThrow()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(asked).hasValue(1);
        clock.set(Duration.ofMinutes(11));
        wire.get(url + "/api/v3/last");
        assertThat(asked).hasValue(2);
    }

    @Test
    void nothing_is_sent_to_another_server_than_the_one_the_token_is_for() throws IOException {
        Wire wire = new Wire(config("http://127.0.0.1:1"), Optional::empty, clock);
        assertThat(catchThrowableOfType(Fault.class, () -> wire.get(url + "/api/v3/last")))
                .hasMessageContaining("the server named an address that is not its own");
        assertThat(asked).hasValue(0);
    }

    @Test
    void the_api_is_where_github_and_its_enterprise_servers_have_it() {
        assertThat(config("https://github.com").rest()).hasToString("https://api.github.com");
        assertThat(config("https://github.example.org/").rest()).hasToString("https://github.example.org/api/v3");
        assertThat(config("https://github.example.org/").web("alice/linux"))
                .isEqualTo("https://github.example.org/alice/linux");
    }

    private static GithubConfig config(String url) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(Map.of("github.url", url), "test", 100))
                .withMapping(GithubConfig.class)
                .build()
                .getConfigMapping(GithubConfig.class);
    }
}
