package org.beeyard.patchwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.beeyard.IdleFarm;
import org.beeyard.wire.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says, as values, and what goes wrong, as kinds. */
class PatchworkClientTest {

    private static final String PASSWORD = "changeit";
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2000, 1, 1, 0, 0);

    private FakePatchwork patchwork;

    @BeforeEach
    void start() throws IOException {
        patchwork = FakePatchwork.start();
        patchwork.slowness(Duration.ofSeconds(3));
    }

    @AfterEach
    void stop() {
        patchwork.close();
    }

    @Test
    void reads_all_pages_of_events_each_once_and_in_order() throws Exception {
        for (int i = 0; i < 251; i++) {
            patchwork.series(mail("demo: Number " + i));
        }
        patchwork.fault(FakePatchwork.Fault.SHIFT, "GET", "/events/", 1); // which order=date does not notice
        List<Long> series = new ArrayList<>();
        client(Optional.empty()).events("series-completed", ALWAYS, page -> {
            page.forEach(event -> series.add(event.payload().series().id()));
            return true;
        });
        assertThat(series).hasSize(251).doesNotHaveDuplicates().isSorted();
        assertThat(patchwork.requests())
                .hasSize(2)
                .allMatch(request -> request.split("per_page=", -1).length == 2, "names each parameter once");
    }

    @Test
    void sees_nothing_but_the_newest_check_of_each_context() throws Exception {
        long patch = patchwork.patches(patchwork.series(mail("demo: Checked"))).getFirst();
        PatchworkClient client = client(Optional.of(FakePatchwork.TOKEN));
        client.post(patch, new Said.Check("summary", "pending", "waits", "https://farm.example/1"));
        client.post(patch, new Said.Check("summary", "success", "passes", "https://farm.example/1"));
        assertThat(client.checks(patch))
                .isEqualTo(Map.of("summary", new Said.Check("summary", "success", "passes", "https://farm.example/1")));
    }

    @Test
    void tells_kinds_of_faults_apart() throws Exception {
        long patch = patchwork.patches(patchwork.series(mail("demo: Faulty"))).getFirst();
        PatchworkClient client = client(Optional.of(FakePatchwork.TOKEN));
        assertThat(posting(client, 999999, "summary"))
                .isEqualTo("MISSING POST /api/1.3/patches/999999/checks/ was"
                        + " answered 404 with {\"detail\":\"Not found.\"}");
        assertThat(posting(client, patch, "no slug")).startsWith("REFUSED ").contains("Enter a valid \\\"slug\\\"");
        assertThat(posting(client(Optional.empty()), patch, "summary")).startsWith("FORBIDDEN ");
        assertThat(posting(client(Optional.of("wrong")), patch, "summary"))
                .startsWith("FORBIDDEN ")
                .endsWith(
                        "with {\"detail\":\"Invalid token.\"}; the token is wrong, or its user is no maintainer there");
        assertThat(during(FakePatchwork.Fault.TOO_MANY)).startsWith("BUSY ").endsWith("again in PT1S");
        assertThat(during(FakePatchwork.Fault.UNAVAILABLE)).startsWith("BUSY ").endsWith("again in PT1S");
        assertThat(during(FakePatchwork.Fault.SERVER_ERROR))
                .startsWith("BROKEN ")
                .contains("500 with text/html");
        assertThat(during(FakePatchwork.Fault.HTML)).startsWith("BROKEN ").contains("not JSON");
        assertThat(during(FakePatchwork.Fault.TRUNCATED)).startsWith("BROKEN ").contains("cannot be read");
        assertThat(during(FakePatchwork.Fault.CUT_BEFORE)).startsWith("UNREACHABLE ");
        assertThat(during(FakePatchwork.Fault.SLOW)).startsWith("UNREACHABLE ").contains("within 1 s");
    }

    @Test
    void takes_no_more_of_a_mailbox_than_it_may() throws Exception {
        long series = patchwork.series(mail("demo: Large"));
        PatchworkClient client = client(Optional.empty());
        String mbox = client.series(series).mbox();
        assertThat(client.mbox(mbox, 10_000)).isNotEmpty();
        Fault fault = catchThrowableOfType(Fault.class, () -> client.mbox(mbox, 100));
        assertThat(fault.kind()).isEqualTo(Fault.Kind.TOO_LARGE);
    }

    @Test
    void asks_this_server_whatever_host_an_address_names() throws Exception {
        long series = patchwork.series(mail("demo: Elsewhere"));
        assertThat(client(Optional.empty()).mbox("https://evil.example/series/" + series + "/mbox/", 10_000))
                .isNotEmpty();
    }

    @Test
    void goes_through_the_proxy_that_is_configured() throws Exception {
        List<String> asked = new ArrayList<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answerEmptyList(exchange);
        });
        proxy.start();
        try {
            client(Map.of(
                            "url",
                            "http://patchwork.example",
                            "proxy",
                            "http://127.0.0.1:" + proxy.getAddress().getPort()))
                    .newestEvent();
        } finally {
            proxy.stop(0);
        }
        assertThat(asked)
                .containsExactly("http://patchwork.example/api/1.2/events/?project=netdevbpf&order=-date&per_page=1");
    }

    @Test
    void trusts_the_certificates_that_are_configured_and_no_others(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-keystore",
                store,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        Path ca = folder.resolve("ca.pem");
        keytool("-exportcert", "-rfc", "-keystore", store, "-file", ca);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(store)));
        server.createContext("/", PatchworkClientTest::answerEmptyList);
        server.start();
        try {
            String url = "https://localhost:" + server.getAddress().getPort();
            assertThat(client(Map.of("url", url, "ca", ca.toString())).newestEvent())
                    .isEmpty();
            PatchworkClient strange = client(Map.of("url", url));
            assertThat(catchThrowableOfType(Fault.class, strange::newestEvent))
                    .hasMessageContaining("unable to find valid certification path");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void says_where_it_finds_nobody() throws Exception {
        PatchworkClient nowhere = client(Map.of("url", "http://patchwork.invalid"));
        assertThat(catchThrowableOfType(Fault.class, nowhere::newestEvent))
                .hasMessage("no connection to patchwork.invalid: its name is not known");
        patchwork.close();
        PatchworkClient gone = client(Map.of("url", patchwork.url().toString()));
        assertThat(catchThrowableOfType(Fault.class, gone::newestEvent))
                .hasMessageStartingWith("no connection to 127.0.0.1:");
    }

    private static void answerEmptyList(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("[]".getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private static SSLContext serving(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        command.addAll(List.of("-alias", "server", "-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private String during(FakePatchwork.Fault fault) throws IOException {
        patchwork.fault(fault, "GET", "/events/", 2); // the first may be tried again on a new connection
        try {
            client(Optional.empty()).events("series-completed", ALWAYS, page -> true);
            return "nothing";
        } catch (Fault e) {
            return e.kind() + " " + e.getMessage()
                    + e.pause().map(pause -> ", again in " + pause).orElse("");
        } finally {
            patchwork.forgetFaults();
        }
    }

    private static String posting(PatchworkClient client, long patch, String context) {
        Fault fault =
                catchThrowableOfType(Fault.class, () -> client.post(patch, new Said.Check(context, "success", "", "")));
        return fault.kind() + " " + fault.getMessage();
    }

    private static String mail(String title) {
        return IdleFarm.mail("[PATCH test] " + title, "one", title);
    }

    private PatchworkClient client(Optional<String> token) throws IOException {
        return client(Map.of("url", patchwork.url().toString(), "api", "1.3", "timeout", "1s"), token);
    }

    private static PatchworkClient client(Map<String, String> keys) throws IOException {
        return client(keys, Optional.empty());
    }

    private static PatchworkClient client(Map<String, String> keys, Optional<String> token) throws IOException {
        Map<String, String> source = new HashMap<>();
        keys.forEach((key, value) -> source.put("sources.patchwork[0]." + key, value));
        source.put("sources.patchwork[0].project", "netdevbpf");
        PatchworkConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(source, "test", 100))
                .withMapping(PatchworkConfig.class)
                .build()
                .getConfigMapping(PatchworkConfig.class);
        return PatchworkClient.of(config.patchwork().getFirst(), token, Clock.systemUTC());
    }
}
