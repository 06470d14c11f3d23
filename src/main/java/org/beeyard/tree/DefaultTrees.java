package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees that a series is tried on, in order, when nothing else chooses; all that are kernels when absent. */
@ConfigMapping(prefix = "default-trees")
public interface DefaultTrees {

    @WithParentName
    Optional<List<String>> list();

    /** What is posted to a list is for a kernel. */
    default List<String> names(TreesConfig trees) {
        return list().orElseGet(() -> trees.all().entrySet().stream()
                .filter(tree -> !tree.getValue().kind().isPart())
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
    }
}
