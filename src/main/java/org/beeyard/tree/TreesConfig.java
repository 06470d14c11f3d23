package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees that the farm follows: exactly one of git, repository and source says where one comes from. */
@ConfigMapping(prefix = "trees")
public interface TreesConfig {

    @WithParentName
    Map<String, Entry> all();

    interface Entry {

        /** URL of a repository elsewhere. */
        Optional<String> git();

        /** A repository on this machine. */
        Optional<Path> repository();

        /** A folder or tarball of sources. */
        Optional<Path> source();

        @WithDefault("master")
        String branch();

        /** Subject tags that choose this tree. */
        Optional<List<String>> tags();

        /** The name of a list under {@code matrix}. */
        @WithDefault("default")
        String matrix();
    }
}
