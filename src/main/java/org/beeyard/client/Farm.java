package org.beeyard.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A farm's API. What it gives no answer to it throws as {@link Refused} or {@link Away}. */
final class Farm {

    private static final int TOO_SLOW = 408;
    private static final int TOO_MANY = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final Optional<String> token;

    /** @param token by which the farm knows who asks */
    Farm(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    /** It cannot be done, by the farm's word or before it was asked; the message is for people. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Nobody can answer now, which may pass; the message is for people. */
    static final class Away extends IOException {
        private static final long serialVersionUID = 1;

        Away(String message, Throwable cause) {
            super(message, cause);
        }

        Away(String message) {
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

    /** How far a series is: what each line says, by the word that it begins with. */
    Map<String, List<String>> progress(long series, Instant since) throws IOException, InterruptedException {
        byte[] text = send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/series/" + series + "/progress?since=" + since))
                        .GET(),
                "text/plain");
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(line -> line.length == 2)
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        byte[] answer = send(request, "application/json, application/problem+json");
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new Refused("what answers at " + url + " is no farm: " + e.getOriginalMessage() + ".");
        }
    }

    private byte[] send(HttpRequest.Builder request, String accept) throws IOException, InterruptedException {
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        HttpResponse<byte[]> response = answer(
                request.header("Accept", accept).timeout(Duration.ofMinutes(2)).build());
        int status = response.statusCode();
        if (status >= 500 || status == TOO_MANY || status == TOO_SLOW) {
            throw new Away(words(response));
        }
        if (status / 100 != 2) {
            throw new Refused(words(response));
        }
        return response.body();
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            // of which the usual one says nothing itself
            String why = e instanceof ConnectException ? "nobody answers there" : String.valueOf(e.getMessage());
            throw new Away(
                    "the farm at " + url + " cannot be reached: " + why
                            + ". Start one with ./beeyard serve, or name another by BEEYARD_URL.",
                    e);
        }
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
