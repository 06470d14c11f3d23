package org.beeyard.tree.jgit;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.beeyard.tree.jgit.TreeEdit.Entry;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Where the tree has moved the files that a patch was made from, found as git's merge finds it: by at least half of the
 * content. It reads the whole tree, so it is asked only when a file is not where the patch looks for it.
 */
final class TreeRenames {

    private static final int HALF = 50;

    private TreeRenames() {}

    static Map<String, String> find(
            ObjectReader reader, ObjectInserter inserter, ObjectId ours, Map<String, Entry> preimages)
            throws IOException {
        Map<String, Optional<Entry>> base = new LinkedHashMap<>();
        preimages.forEach((path, entry) -> base.put(path, Optional.of(entry)));
        ObjectId root = TreeEdit.write(reader, inserter, null, base);
        Map<String, String> moved = new HashMap<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(root);
            walk.addTree(ours);
            walk.setRecursive(true);
            RenameDetector detector = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
            detector.setRenameLimit(0);
            detector.setRenameScore(HALF);
            detector.addAll(DiffEntry.scan(walk));
            for (DiffEntry entry : detector.compute()) {
                if (entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
                    moved.put(entry.getOldPath(), entry.getNewPath());
                }
            }
        }
        return moved;
    }
}
