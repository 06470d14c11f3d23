package org.beeyard.executor.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/** How pods run and find the farm. The cluster itself is found as by kubectl, or from within. */
@ConfigMapping(prefix = "cluster")
public interface ClusterConfig {

    /** Where Jobs and pods are made; nothing else of the farm is there. */
    @WithDefault("beeyard-jobs")
    String namespace();

    /** Where pods find the farm. */
    Optional<String> farmUrl();

    /** The job image of pools that name none of their own. */
    Optional<String> image();

    @Pattern(regexp = "Always|IfNotPresent|Never")
    @WithDefault("IfNotPresent")
    String pullPolicy();

    Optional<List<String>> pullSecrets();
}
