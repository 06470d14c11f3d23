package org.beeyard.agent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Heartbeat;
import org.beeyard.protocol.Manifest;
import org.beeyard.protocol.ResultBatch;
import org.beeyard.protocol.Started;

/**
 * Speaks to the farm. A farm that is away is asked again for {@link #PATIENCE}; so everything that was to be said is
 * said after its restart.
 */
final class FarmClient {

    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final String base;
    private final String token;

    FarmClient(String farm, String token) {
        this.base = farm.replaceAll("/+$", "") + "/attempt-api/v1/";
        this.token = token;
    }

    /** The farm wants nothing more of this attempt. */
    static final class Dismissed extends IOException {
        private static final long serialVersionUID = 1;

        Dismissed(String message) {
            super(message);
        }
    }

    AttemptSpec spec() throws IOException, InterruptedException {
        return json.readValue(send(request("spec").GET()).body(), AttemptSpec.class);
    }

    void start(Started started) throws IOException, InterruptedException {
        send(json("start", started));
    }

    /** Whether the farm wants the attempt to stop. Not repeated: the next heartbeat comes anyway. */
    boolean heartbeat(Heartbeat heartbeat) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(json("heartbeat", heartbeat).build(), BodyHandlers.ofByteArray());
        return response.statusCode() == 200
                && json.readValue(response.body(), Heartbeat.Reply.class).cancel();
    }

    /** Appends to the log; returns how much of it the farm has. */
    long log(long offset, byte[] bytes) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request("log?offset=" + offset)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
        return response.headers().firstValueAsLong("X-Log-Size").orElse(offset + bytes.length);
    }

    void results(int seq, ResultBatch batch) throws IOException, InterruptedException {
        send(json("results?seq=" + seq, batch));
    }

    void upload(String sha256, Path file) throws IOException, InterruptedException {
        send(request("blob/" + sha256)
                .header("Content-Type", "application/octet-stream")
                .timeout(Duration.ofMinutes(30))
                .PUT(fileBody(file)));
    }

    private static BodyPublisher fileBody(Path file) throws IOException {
        return BodyPublishers.ofFile(file);
    }

    void download(String sha256, Path to) throws IOException, InterruptedException {
        HttpRequest request =
                request("blob/" + sha256).timeout(Duration.ofMinutes(30)).GET().build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() == 200) {
                        Files.copy(body, to, StandardCopyOption.REPLACE_EXISTING);
                        return;
                    }
                    if (!passing(response.statusCode()) || System.nanoTime() > deadline) {
                        throw new Dismissed(
                                "the farm answered " + response.statusCode() + " to the request for input " + sha256);
                    }
                }
            } catch (Dismissed e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause = pause(pause);
        }
    }

    void finish(Manifest manifest) throws IOException, InterruptedException {
        send(json("finish", manifest));
    }

    private HttpRequest.Builder json(String path, Object body) throws IOException {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/octet-stream")
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                int status = response.statusCode();
                if (status / 100 == 2 || status == 416) {
                    return response;
                }
                if (!passing(status)) {
                    throw new Dismissed("the farm answered " + status + " to " + request.method() + " "
                            + request.uri().getPath() + ": "
                            + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("the farm answers " + status + " for " + PATIENCE.toMinutes() + " minutes");
                }
            } catch (Dismissed e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "the farm cannot be reached for " + PATIENCE.toMinutes() + " minutes: " + e.getMessage(),
                            e);
                }
            }
            pause = pause(pause);
        }
    }

    private static boolean passing(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private static Duration pause(Duration pause) throws InterruptedException {
        Thread.sleep(pause);
        Duration next = pause.multipliedBy(2);
        return next.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : next;
    }
}
