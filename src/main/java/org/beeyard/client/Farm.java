package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A farm's API. */
final class Farm {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    Farm(String url) {
        this.url = url;
    }

    /** The farm said no; the message is for people. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    String page(String path) {
        return url + path;
    }

    JsonNode submit(byte[] mbox, Optional<String> tree, boolean retest) throws IOException, InterruptedException {
        String query = "?retest=" + retest
                + tree.map(t -> "&tree=" + URLEncoder.encode(t, StandardCharsets.UTF_8))
                        .orElse("");
        return send(HttpRequest.newBuilder(URI.create(url + "/api/v1/series" + query))
                .header("Content-Type", "application/mbox")
                .POST(HttpRequest.BodyPublishers.ofByteArray(mbox)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                request.header("Accept", "application/json, application/problem+json")
                        .timeout(Duration.ofMinutes(2))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(words(response));
        }
        return json.readTree(response.body());
    }

    private String words(HttpResponse<byte[]> response) {
        try {
            JsonNode problem = json.readTree(response.body());
            if (problem.hasNonNull("detail")) {
                return problem.get("detail").asText()
                        + (problem.hasNonNull("advice")
                                ? " " + problem.get("advice").asText()
                                : "");
            }
        } catch (IOException e) {
            // not a problem document: the status says it
        }
        return response.statusCode() == 404
                ? "the farm has nothing at " + response.uri().getPath() + "."
                : "the farm answered " + response.statusCode() + " to "
                        + response.uri().getPath() + ".";
    }
}
