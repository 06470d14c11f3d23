package org.beeyard.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where blobs are kept. */
@ConfigMapping(prefix = "beeyard.blobs")
public interface BlobConfig {

    @WithDefault("file")
    Kind store();

    /** The blobs themselves, or with S3 only what is just arriving. */
    @WithDefault("${beeyard.home}/blobs")
    Path folder();

    S3 s3();

    enum Kind {
        FILE,
        S3
    }

    /** Endpoint, bucket and both keys are needed when S3 is the store. */
    interface S3 {
        Optional<URI> endpoint();

        Optional<String> bucket();

        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket is the first part of the path, as most servers but Amazon's want it, or of the host name. */
        @WithDefault("true")
        boolean pathStyle();

        Optional<String> accessKey();

        Optional<String> secretKey();

        /** Whether agents are sent to the server, which they then must reach, or have their bytes carried by the farm. */
        @WithDefault("true")
        boolean links();

        @WithDefault("15m")
        Duration linkTime();
    }
}
