package org.beeyard.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where blobs are kept. */
@ConfigMapping(prefix = "beeyard.blobs")
public interface BlobConfig {

    @WithDefault("${beeyard.home}/blobs")
    Path folder();
}
