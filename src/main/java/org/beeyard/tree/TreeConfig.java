package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where the trees are kept. */
@ConfigMapping(prefix = "beeyard.git")
public interface TreeConfig {

    /** The bare repository of all trees. */
    @WithDefault("${beeyard.home}/git/kernel.git")
    Path repository();
}
