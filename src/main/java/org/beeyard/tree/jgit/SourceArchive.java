package org.beeyard.tree.jgit;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Trees as tar files, for agents that know no git. Times are zero, so that the same tree gives the same bytes. */
final class SourceArchive {

    private static final int COMPRESSION = 3;

    private SourceArchive() {}

    static void write(ObjectReader reader, ObjectId tree, OutputStream to) throws IOException {
        try (TarArchiveOutputStream tar = tar(new ZstdOutputStream(to, COMPRESSION));
                TreeWalk walk = new TreeWalk(reader)) {
            if (tree.equals(Constants.EMPTY_TREE_ID)) {
                walk.addTree(new EmptyTreeIterator()); // the store need not have it
            } else {
                walk.addTree(tree);
            }
            walk.setRecursive(true);
            while (walk.next()) {
                put(reader, tar, walk.getPathString(), walk.getFileMode(0), walk.getObjectId(0));
            }
        }
    }

    static void writeDelta(ObjectReader reader, ObjectId base, ObjectId head, OutputStream to) throws IOException {
        try (TarArchiveOutputStream tar = tar(to);
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(base);
            walk.addTree(head);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            List<String> removed = new ArrayList<>();
            while (walk.next()) {
                if (walk.getFileMode(1) == FileMode.MISSING) {
                    removed.add(walk.getPathString());
                } else {
                    put(reader, tar, "files/" + walk.getPathString(), walk.getFileMode(1), walk.getObjectId(1));
                }
            }
            byte[] names = String.join("", removed.stream().map(n -> n + "\0").toList())
                    .getBytes(StandardCharsets.UTF_8);
            put(tar, "removed", FileMode.REGULAR_FILE, names);
        }
    }

    static List<String> changed(ObjectReader reader, ObjectId base, ObjectId head) throws IOException {
        List<String> paths = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(base);
            walk.addTree(head);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                paths.add(walk.getPathString());
            }
        }
        return paths;
    }

    private static TarArchiveOutputStream tar(OutputStream to) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    private static void put(ObjectReader reader, TarArchiveOutputStream tar, String path, FileMode mode, ObjectId id)
            throws IOException {
        if (mode != FileMode.GITLINK) {
            put(tar, path, mode, reader.open(id, Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE));
        }
    }

    private static void put(TarArchiveOutputStream tar, String path, FileMode mode, byte[] content) throws IOException {
        boolean link = mode == FileMode.SYMLINK;
        TarArchiveEntry entry = link ? new TarArchiveEntry(path, TarConstants.LF_SYMLINK) : new TarArchiveEntry(path);
        entry.setModTime(0);
        entry.setIds(0, 0);
        if (link) {
            entry.setLinkName(new String(content, StandardCharsets.UTF_8));
        } else {
            entry.setMode(mode == FileMode.EXECUTABLE_FILE ? 0755 : 0644);
            entry.setSize(content.length);
        }
        tar.putArchiveEntry(entry);
        if (!link) {
            tar.write(content);
        }
        tar.closeArchiveEntry();
    }
}
