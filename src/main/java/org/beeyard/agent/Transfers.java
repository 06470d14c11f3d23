package org.beeyard.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.beeyard.agent.FarmClient.Dismissed;
import org.beeyard.protocol.UploadPlace;

/**
 * Blobs from and to the farm, or the store that it names. The store gets no token of the farm's. What it is asked by is good
 * for some minutes only, so the farm is asked anew for each try.
 */
final class Transfers {

    private static final Duration TIME = Duration.ofMinutes(30);
    private static final int MOST_WORDS = 300;

    private final HttpClient http;
    private final Function<String, HttpRequest.Builder> farm;
    private final ObjectMapper json;
    private final Duration patience;

    /** @param farm begins a request, with the token, for what follows the farm's address */
    Transfers(HttpClient http, Function<String, HttpRequest.Builder> farm, ObjectMapper json, Duration patience) {
        this.http = http;
        this.farm = farm;
        this.json = json;
        this.patience = patience;
    }

    /** What is there afterwards has the digest asked for. */
    void download(String sha256, Path to) throws IOException, InterruptedException {
        patiently(() -> fetch(sha256, to));
    }

    void upload(String sha256, Path file) throws IOException, InterruptedException {
        patiently(() -> bring(sha256, file));
    }

    private interface Try {
        void once() throws IOException, InterruptedException;
    }

    private void patiently(Try transfer) throws IOException, InterruptedException {
        Patience left = new Patience(patience);
        while (true) {
            try {
                transfer.once();
                return;
            } catch (Dismissed e) {
                throw e;
            } catch (IOException e) {
                if (left.isOver()) {
                    throw e;
                }
            }
            left.pause();
        }
    }

    private void fetch(String sha256, Path to) throws IOException, InterruptedException {
        HttpRequest request = farm.apply("blob/" + sha256).timeout(TIME).GET().build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 307) {
            keep(response, "the farm", false, sha256, to);
            return;
        }
        response.body().close();
        URI link = URI.create(response.headers().firstValue("Location").orElse(""));
        keep(atStore(link, HttpRequest.newBuilder(link), BodyHandlers.ofInputStream()), name(link), true, sha256, to);
    }

    /** @param linked then 403 may say that the link is too old, and the farm has another */
    private static void keep(HttpResponse<InputStream> response, String who, boolean linked, String sha256, Path to)
            throws IOException {
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status != 200) {
                String words = who + " answered " + status + " to the request for input " + sha256;
                boolean again = FarmClient.isPassing(status) || linked && status == 403;
                throw again ? new IOException(words) : new Dismissed(words);
            }
            String actual = Digests.ofCopied(body, to);
            if (!actual.equals(sha256)) {
                Files.delete(to);
                throw new IOException(who + " gave other bytes for input " + sha256 + ", of digest " + actual);
            }
        }
    }

    private void bring(String sha256, Path file) throws IOException, InterruptedException {
        byte[] question = json.writeValueAsBytes(new UploadPlace.Question(Files.size(file)));
        HttpResponse<byte[]> answer = atFarm(farm.apply("blob/" + sha256 + "/place")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(question)));
        if (answer.statusCode() == 204) {
            return; // the blob is there
        }
        UploadPlace place = json.readValue(answer.body(), UploadPlace.class);
        if (place.url() == null) {
            atFarm(farm.apply("blob/" + sha256)
                    .header("Content-Type", "application/octet-stream")
                    .timeout(TIME)
                    .PUT(BodyPublishers.ofFile(file)));
            return;
        }
        URI there = URI.create(place.url());
        HttpRequest.Builder request = HttpRequest.newBuilder(there).PUT(BodyPublishers.ofFile(file));
        place.headers().forEach(request::header);
        HttpResponse<byte[]> taken = atStore(there, request, BodyHandlers.ofByteArray());
        if (taken.statusCode() / 100 != 2) {
            throw new IOException(refusal(name(there), taken));
        }
    }

    /** @throws Dismissed when the farm says no; unlike a store it will not say yes to the same later */
    private HttpResponse<byte[]> atFarm(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 == 2) {
            return response;
        }
        String words = refusal("the farm", response);
        throw FarmClient.isPassing(response.statusCode()) ? new IOException(words) : new Dismissed(words);
    }

    private <T> HttpResponse<T> atStore(URI there, HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return http.send(request.timeout(TIME).build(), handler);
        } catch (IOException e) {
            throw new IOException(name(there) + ", where the farm sends agents, cannot be reached: " + e, e);
        }
    }

    /** Without the query: it is as good as a key, for a while. */
    private static String name(URI there) {
        return "the store at " + there.getScheme() + "://" + there.getRawAuthority();
    }

    private static String refusal(String who, HttpResponse<byte[]> response) {
        String said = new String(response.body(), StandardCharsets.UTF_8);
        return who + " answered " + response.statusCode() + " to an artifact: "
                + said.substring(0, Math.min(said.length(), MOST_WORDS));
    }
}
