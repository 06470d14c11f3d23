package org.beeyard.tree.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.beeyard.tree.TreeKind;
import org.beeyard.tree.jgit.TreeEdit.Entry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Puts a repository's files where the kernel has the part that it holds. How the part is built stays the kernel's, but for what has to
 * follow from the files.
 */
final class Graft {

    private static final int MOST_BYTES = 1 << 20;

    /** The repository's headers come before the kernel's, and only here. The line is why make sees that the library is another one. */
    private static final String OWN_HEADERS =
            "\noverride CFLAGS := -I$(srctree)/tools/lib/bpf/include/uapi $(CFLAGS)\n";

    private Graft() {}

    static ObjectId of(ObjectInserter inserter, ObjectReader reader, ObjectId kernel, TreeKind kind, ObjectId part)
            throws IOException {
        Map<String, Entry> theirs = new TreeMap<>();
        for (Map.Entry<String, String> folder : kind.folders().entrySet()) {
            theirs.putAll(files(reader, part, folder.getKey(), folder.getValue()));
        }
        theirs.keySet().removeIf(kind::builds);
        Map<String, Entry> ours = files(reader, kernel, kind.place(), kind.place());
        Map<String, Optional<Entry>> changes = new TreeMap<>();
        ours.keySet().stream().filter(path -> !kind.builds(path)).forEach(path -> changes.put(path, Optional.empty()));
        theirs.forEach((path, entry) -> changes.put(path, Optional.of(entry)));
        if (kind == TreeKind.LIBBPF) {
            String makefile = kind.place() + "/Makefile";
            changes.put(kind.place() + "/Build", text(inserter, objects(theirs, kind.place())));
            if (ours.containsKey(makefile)) {
                byte[] bytes =
                        reader.open(ours.get(makefile).id(), Constants.OBJ_BLOB).getCachedBytes(MOST_BYTES);
                changes.put(makefile, text(inserter, new String(bytes, StandardCharsets.UTF_8) + OWN_HEADERS));
            }
        }
        ObjectId tree = TreeEdit.write(reader, inserter, kernel, changes);
        return tree == null ? Constants.EMPTY_TREE_ID : tree;
    }

    /** All of the library's sources are compiled, in the kernel and in the repository. */
    private static String objects(Map<String, Entry> files, String place) {
        return files.keySet().stream()
                .filter(path -> path.matches(place + "/[^/]+\\.c"))
                .map(path -> path.substring(place.length() + 1, path.length() - 1) + "o")
                .collect(Collectors.joining(" ", "libbpf-y := ", "\n"));
    }

    private static Optional<Entry> text(ObjectInserter inserter, String text) throws IOException {
        return Optional.of(new Entry(
                FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The files below a folder of a tree, by their paths below another. A submodule is none. */
    private static Map<String, Entry> files(ObjectReader reader, ObjectId tree, String folder, String as)
            throws IOException {
        Map<String, Entry> files = new TreeMap<>();
        try (TreeWalk top = TreeWalk.forPath(reader, folder, tree)) {
            if (top == null || !top.isSubtree()) {
                return files;
            }
            try (TreeWalk walk = new TreeWalk(reader)) {
                walk.addTree(top.getObjectId(0));
                walk.setRecursive(true);
                while (walk.next()) {
                    if (walk.getFileMode(0) != FileMode.GITLINK) {
                        files.put(as + "/" + walk.getPathString(), new Entry(walk.getFileMode(0), walk.getObjectId(0)));
                    }
                }
            }
        }
        return files;
    }
}
