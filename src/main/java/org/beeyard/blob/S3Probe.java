package org.beeyard.blob;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.beeyard.blob.BlobStore.Place;

/**
 * Tries on a signed place what a stranger could: to have other bytes there than the ones it is for. Not all servers that
 * speak S3 compare what comes with what was signed.
 */
final class S3Probe {

    private static final Duration TIME = Duration.ofSeconds(10);

    /** Not among the blobs, where the wrong ones would stay. */
    private static final String FOLDER = "probe/";

    private final S3Links links;
    private final String bucket;

    S3Probe(S3Links links, String bucket) {
        this.links = links;
        this.bucket = bucket;
    }

    /** Two contents of the same length. */
    private record Content(byte[] bytes, String key, String sha256) {
        static Content of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            Digest digest = new Digest();
            digest.update(bytes, 0, bytes.length);
            String sha256 = digest.hex();
            return new Content(bytes, FOLDER + sha256, sha256);
        }
    }

    /**
     * What is wrong with the server's places, if anything, to follow on "the server".
     *
     * @throws IOException when the server did not let that be found out
     */
    Optional<String> fault() throws IOException, InterruptedException {
        Content right = Content.of("What the place is for.");
        Content wrong = Content.of("What it is not there for.".substring(0, right.bytes().length));
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME)
                .build()) {
            Place place = links.put(right.key(), right.sha256(), right.bytes().length);
            Place other = links.put(wrong.key(), wrong.sha256(), wrong.bytes().length);
            Map<String, String> copying = new TreeMap<>(place.headers());
            copying.put("x-amz-copy-source", bucket + "/" + wrong.key());

            int first = put(http, place, place.headers(), right);
            int second = put(http, other, other.headers(), wrong);
            if (!taken(first) || !taken(second)) {
                return Optional.of("answers " + first + " and " + second + " to the right bytes");
            }
            put(http, place, place.headers(), wrong);
            if (!holds(http, right)) {
                return Optional.of("takes bytes whose digest is not the one that was signed");
            }
            put(http, place, Map.of(), wrong);
            if (!holds(http, right)) {
                return Optional.of("takes bytes without the digest that was signed");
            }
            put(http, place, copying, right);
            if (!holds(http, right)) {
                return Optional.of("copies what it was not signed to copy");
            }
            return Optional.empty();
        }
    }

    private static boolean taken(int status) throws IOException {
        if (status / 100 == 5) {
            throw new IOException("the answer is " + status);
        }
        return status / 100 == 2;
    }

    private static int put(HttpClient http, Place place, Map<String, String> headers, Content content)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(place.uri()).timeout(TIME).PUT(BodyPublishers.ofByteArray(content.bytes()));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private boolean holds(HttpClient http, Content content) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(links.get(content.key())).timeout(TIME).build();
        return Arrays.equals(http.send(request, BodyHandlers.ofByteArray()).body(), content.bytes());
    }
}
