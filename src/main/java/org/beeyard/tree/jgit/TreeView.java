package org.beeyard.tree.jgit;

import java.io.IOException;
import java.util.Optional;
import org.beeyard.tree.jgit.TreeEdit.Entry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What stands where in a tree. */
record TreeView(ObjectReader reader, ObjectId tree) {

    /** The file at the path; a folder is none. */
    Optional<Entry> at(String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            return walk == null || walk.getFileMode(0) == FileMode.TREE
                    ? Optional.empty()
                    : Optional.of(new Entry(walk.getFileMode(0), walk.getObjectId(0)));
        }
    }

    /** Whether a folder stands at the path, or a file where the path needs a folder. */
    boolean isBlocked(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            try (TreeWalk walk = TreeWalk.forPath(reader, path.substring(0, slash), tree)) {
                if (walk == null) {
                    return false;
                }
                if (walk.getFileMode(0) != FileMode.TREE) {
                    return true;
                }
            }
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            return walk != null && walk.getFileMode(0) == FileMode.TREE;
        }
    }
}
