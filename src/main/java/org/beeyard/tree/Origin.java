package org.beeyard.tree;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a tree or a CI configuration comes from, as the farm's configuration says it: by exactly one of the first three keys. */
public interface Origin {

    /** URL of a repository elsewhere, which is not reached by ssh. */
    Optional<String> git();

    /** A repository on this machine: also a worktree of one, or a folder in it. */
    Optional<Path> repository();

    /** A folder or tarball of sources. */
    Optional<Path> source();

    @WithDefault("master")
    String branch();

    /** Empty unless exactly one key says it. */
    default Optional<TreeSource> where() {
        List<TreeSource> named = Stream.of(
                        git().<TreeSource>map(url -> new TreeSource.Remote(url, branch())),
                        repository().<TreeSource>map(path -> new TreeSource.Local(path, branch())),
                        source().<TreeSource>map(TreeSource.Sources::new))
                .flatMap(Optional::stream)
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
