package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on its way to a farm that keeps what it is sent, and is away for the first calls. */
class LogShipperTest {

    @TempDir
    Path work;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final AtomicInteger away = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void farm() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/attempt-api/v1/log", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            long offset = Long.parseLong(exchange.getRequestURI().getQuery().replace("offset=", ""));
            int status = away.getAndDecrement() > 0 ? 503 : 204;
            if (status == 204) {
                assertThat(offset).isEqualTo(kept.size());
                kept.writeBytes(body);
                exchange.getResponseHeaders().set("X-Log-Size", Integer.toString(kept.size()));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void delivers_every_line_once_although_the_farm_is_away_for_a_while() throws IOException {
        away.set(3);
        LogShipper log = shipper(1 << 20);
        for (int i = 0; i < 1000; i++) {
            log.line("line " + i);
        }
        log.close();
        assertThat(text().lines()).hasSize(1000).startsWith("line 0").endsWith("line 999");
        assertThat(log.size()).isEqualTo(kept.size());
        assertThat(log.dropped()).isZero();
    }

    @Test
    void keeps_the_beginning_and_the_end_of_a_log_beyond_its_limit_and_says_what_is_missing() throws IOException {
        LogShipper log = shipper(64 * 1024);
        for (int i = 0; i < 100_000; i++) {
            log.line("line " + i);
        }
        log.close();
        assertThat(kept.size()).isLessThanOrEqualTo(64 * 1024);
        assertThat(text())
                .startsWith("line 0\nline 1\n")
                .contains("[beeyard: " + log.dropped() + " bytes of this log were left out here]")
                .endsWith("line 99998\nline 99999\n");
    }

    @Test
    void keeps_all_of_a_log_that_just_fits() throws IOException {
        LogShipper log = shipper(64 * 1024);
        StringBuilder all = new StringBuilder();
        while (all.length() < 60 * 1024) {
            String line = "x".repeat(99);
            log.line(line);
            all.append(line).append('\n');
        }
        log.close();
        assertThat(text()).isEqualTo(all.toString());
    }

    private LogShipper shipper(long limit) throws IOException {
        return new LogShipper(
                new FarmClient("http://127.0.0.1:" + server.getAddress().getPort(), "token"), work, limit);
    }

    private String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
