package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees that the farm follows. */
@ConfigMapping(prefix = "trees")
public interface TreesConfig {

    @WithParentName
    Map<String, Entry> all();

    interface Entry extends Origin {

        /** Subject tags that choose this tree. */
        Optional<List<String>> tags();

        /** The name of a list under {@code matrix}. */
        @WithDefault("default")
        String matrix();

        /** Whether verdicts on it are mailed, when mail is configured. */
        @WithDefault("true")
        boolean mail();

        /** The name of an entry under {@code ci}. */
        Optional<String> ci();
    }
}
