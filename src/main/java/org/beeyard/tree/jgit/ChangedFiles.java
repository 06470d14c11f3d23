package org.beeyard.tree.jgit;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.beeyard.series.OfferedCommits.Bounds;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Looks at what commits change before anybody compares it: a few bytes of a pack can stand for more than there is room or time for. */
final class ChangedFiles {

    private static final int MOST = 10_000;
    private static final int MOST_LINES = 300_000;

    /** A file below has too few lines to count them. */
    private static final int SMALL = 256 << 10;

    private final ObjectReader objects;
    private final Bounds most;
    private final Map<ObjectId, Long> sizes = new HashMap<>();
    private long all;

    ChangedFiles(ObjectReader objects, Bounds most) {
        this.objects = objects;
        this.most = most;
    }

    /** How many there are. */
    int look(RevCommit parent, RevCommit commit, String name) throws IOException {
        int files = 0;
        try (TreeWalk walk = new TreeWalk(objects)) {
            walk.addTree(parent.getTree());
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                if (++files > MOST) {
                    throw new Excess("Commit " + name + " changes more than " + MOST + " files.");
                }
                for (int side = 0; side < 2; side++) {
                    if ((walk.getRawMode(side) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
                        look(walk.getObjectId(side), name, walk);
                    }
                }
            }
        }
        return files;
    }

    private void look(ObjectId file, String name, TreeWalk at) throws IOException {
        Long known = sizes.get(file);
        if (known == null) {
            known = objects.getObjectSize(file, Constants.OBJ_BLOB);
            sizes.put(file, known);
            if (known > most.patch().bytes()) {
                throw new Excess("Commit " + name + " changes a file that is larger than " + most.patch() + ": "
                        + at.getPathString());
            }
            if (known > SMALL && lines(file) > MOST_LINES) {
                throw new Excess("Commit " + name + " changes a file of more than " + MOST_LINES + " lines: "
                        + at.getPathString());
            }
        }
        all += known;
        if (all > most.fetched().bytes()) {
            throw new Excess("The files that its commits change are larger than " + most.fetched() + " together.");
        }
    }

    private long lines(ObjectId file) throws IOException {
        long lines = 0;
        byte[] buffer = new byte[8192];
        try (InputStream in = objects.open(file, Constants.OBJ_BLOB).openStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }
}
