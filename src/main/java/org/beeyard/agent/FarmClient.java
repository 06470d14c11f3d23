package org.beeyard.agent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final String base;
    private final String token;
    private final Duration patience;
    private final Transfers transfers;

    FarmClient(String farm, String token) {
        this(farm, token, PATIENCE);
    }

    FarmClient(String farm, String token, Duration patience) {
        this.base = farm.replaceAll("/+$", "") + "/attempt-api/v1/";
        this.token = token;
        this.patience = patience;
        this.transfers = new Transfers(http, this::request, json, patience);
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

    /** Leaves the bytes of the digest in the file, from the farm or from the store that it names. */
    void download(String sha256, Path to) throws IOException, InterruptedException {
        transfers.download(sha256, to);
    }

    void upload(String sha256, Path file) throws IOException, InterruptedException {
        transfers.upload(sha256, file);
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
        Patience left = new Patience(patience);
        while (true) {
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                int status = response.statusCode();
                if (status / 100 == 2 || status == 416) {
                    return response;
                }
                if (!isPassing(status)) {
                    throw new Dismissed("the farm answered " + status + " to " + request.method() + " "
                            + request.uri().getPath() + ": "
                            + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
                }
                if (left.isOver()) {
                    throw new IOException("the farm answers " + status + " for " + patience.toMinutes() + " minutes");
                }
            } catch (Dismissed e) {
                throw e;
            } catch (IOException e) {
                if (left.isOver()) {
                    throw new IOException(
                            "the farm cannot be reached for " + patience.toMinutes() + " minutes: " + e.getMessage(),
                            e);
                }
            }
            left.pause();
        }
    }

    /** Whether a server that answers so may answer differently later. */
    static boolean isPassing(int status) {
        return status >= 500 || status == 429 || status == 408;
    }
}
