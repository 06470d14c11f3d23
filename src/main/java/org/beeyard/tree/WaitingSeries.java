package org.beeyard.tree;

import java.util.List;
import java.util.Optional;
import org.beeyard.tree.KernelTrees.Change;

/**
 * A series that is to be applied.
 *
 * @param wanted the tree that its sender named
 * @param earlier the tree that an earlier version was applied to
 * @param tags of its subject
 * @param before the series that it comes after
 */
record WaitingSeries(
        long id,
        Optional<String> wanted,
        Optional<String> baseCommit,
        Optional<String> earlier,
        List<String> tags,
        List<Change> changes,
        Prerequisites.Found before) {

    WaitingSeries {
        tags = List.copyOf(tags);
        changes = List.copyOf(changes);
    }
}
