package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Optional;

/** The trees that a series is tried on, in order, when nothing else chooses; all when absent. */
@ConfigMapping(prefix = "default-trees")
public interface DefaultTrees {

    @WithParentName
    Optional<List<String>> list();

    default List<String> names() {
        return list().orElse(List.of());
    }
}
