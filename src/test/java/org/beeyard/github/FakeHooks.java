package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.beeyard.github.Asked.Reply;
import org.jspecify.annotations.Nullable;

/** Tells the farm, as GitHub does: signed, one after the other, and what is not taken is lost. */
final class FakeHooks implements AutoCloseable {

    private final ExecutorService line =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final Deque<ObjectNode> lost = new ArrayDeque<>();
    private @Nullable URI target;
    private String secret = "";

    void to(URI target, String secret) {
        this.target = target;
        this.secret = secret;
    }

    void none() {
        target = null;
    }

    /** It was sent, and nobody took it. */
    void lose(String repository, String event, ObjectNode payload) {
        payload.putObject("repository").put("full_name", repository);
        ObjectNode record = JSON.createObjectNode()
                .put("id", 9000 + lost.size())
                .put("guid", UUID.randomUUID().toString())
                .put("delivered_at", Asked.now())
                .put("redelivery", false)
                .put("status", "failed to connect to host")
                .put("status_code", 502)
                .put("event", event)
                .put("action", payload.path("action").asText());
        record.putObject("request").set("payload", payload);
        lost.addFirst(record);
    }

    /** {@code GET /app/hook/deliveries} and one of them, which alone has what was sent. */
    Reply records(Asked asked) {
        if (asked.is("GET", "/app/hook/deliveries")) {
            return asked.page(lost.stream()
                    .map(record -> {
                        ObjectNode listed = record.deepCopy();
                        listed.remove("request");
                        return listed;
                    })
                    .toList());
        }
        return lost.stream()
                .filter(record -> record.path("id").asText().equals(asked.part(4)))
                .findFirst()
                .map(record -> new Reply(200, record.deepCopy()))
                .orElseGet(Asked::missing);
    }

    void tell(String repository, String event, ObjectNode payload) {
        URI where = target;
        if (where == null) {
            return;
        }
        payload.putObject("repository").put("full_name", repository);
        String body = payload.toString();
        HttpRequest request = HttpRequest.newBuilder(where)
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                .header("X-Hub-Signature-256", signature(body, secret))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        line.submit(() -> {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static String signature(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        line.shutdownNow();
    }
}
