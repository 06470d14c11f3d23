package org.beeyard.blob;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.beeyard.blob.BlobStore.Place;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signed addresses of objects, for those who have no key. Signing asks nobody. */
final class S3Links implements AutoCloseable {

    private final S3Presigner presigner;
    private final String bucket;
    private final Duration time;

    S3Links(S3Account account, Duration time) {
        this.presigner = account.presigner();
        this.bucket = account.bucket();
        this.time = time;
    }

    URI get(String key) {
        return URI.create(presigner
                .presignGetObject(link -> link.signatureDuration(time)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString());
    }

    /** The digest and the length are part of what is signed, so the server knows what it may take. */
    Place put(String key, String sha256, long size) {
        String sum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
        var link = presigner.presignPutObject(place -> place.signatureDuration(time)
                .putObjectRequest(
                        put -> put.bucket(bucket).key(key).contentLength(size).checksumSHA256(sum)));
        Map<String, String> headers = new LinkedHashMap<>();
        link.signedHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("host") && !lower.equals("content-length")) { // any HTTP client sends these itself
                headers.put(lower, String.join(",", values));
            }
        });
        return new Place(URI.create(link.url().toString()), headers);
    }

    @Override
    public void close() {
        presigner.close();
    }
}
