package org.beeyard.blob;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong in the configuration of the store, a line each, all at once. Never says what a key is. */
public final class BlobCheck {

    private static final String PREFIX = "beeyard.blobs.s3.";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7); // of a signature, as S3 has it

    private BlobCheck() {}

    public static List<String> problems(BlobConfig config) {
        List<String> problems = new ArrayList<>();
        if (config.store() == BlobConfig.Kind.S3) {
            BlobConfig.S3 s3 = config.s3();
            needed("endpoint", s3.endpoint(), problems);
            needed("bucket", s3.bucket(), problems);
            needed("access-key", s3.accessKey(), problems);
            needed("secret-key", s3.secretKey(), problems);
            s3.endpoint()
                    .filter(endpoint -> !isWeb(endpoint))
                    .ifPresent(endpoint ->
                            problems.add(PREFIX + "endpoint: must be like https://s3.example.org, without more."));
            s3.bucket()
                    .filter(bucket -> !BUCKET.matcher(bucket).matches())
                    .ifPresent(bucket -> problems.add(PREFIX + "bucket: " + bucket + " cannot be a bucket's name."));
            if (s3.linkTime().compareTo(SHORTEST) < 0 || s3.linkTime().compareTo(LONGEST) > 0) {
                problems.add(PREFIX + "link-time: must be from 1m to 7d.");
            }
        }
        return problems;
    }

    private static void needed(String key, Optional<?> value, List<String> problems) {
        if (value.isEmpty()) {
            problems.add(PREFIX + key + ": is needed when the store is s3; set BEEYARD_BLOBS_S3_"
                    + key.replace('-', '_').toUpperCase(java.util.Locale.ROOT) + ".");
        }
    }

    private static boolean isWeb(URI url) {
        return url.getHost() != null
                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getUserInfo() == null
                && url.getQuery() == null
                && (url.getPath().isEmpty() || url.getPath().equals("/"));
    }
}
