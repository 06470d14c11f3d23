package org.beeyard.tree;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;

/** The farm's copies of kernel trees. Thread-safe. An IOException means that the farm cannot work, not that a patch is bad. */
public interface KernelTrees {

    /**
     * Brings the tree's newest commit here and names it.
     *
     * @param said called with sentences about a progress that takes long
     * @throws UnknownTree when the source has no such branch, folder or file
     */
    CommitId adopt(String tree, TreeSource source, Consumer<String> said) throws IOException, UnknownTree;

    /** Applies as {@code git am --3way} does, in memory; on success {@code refs/series/<name>} keeps the commits. */
    Application apply(CommitId base, String name, List<Change> changes) throws IOException;

    /** All files of a commit as a zstd-compressed tar. */
    void writeSource(CommitId commit, OutputStream to) throws IOException;

    /**
     * What turns a source folder of {@code base} into one of {@code head}: a tar with the changed files below {@code
     * files/} and the names of the removed ones, NUL-ended, in {@code removed}.
     */
    void writeDelta(CommitId base, CommitId head, OutputStream to) throws IOException;

    /** The first line of a commit and when it was made. */
    Described describe(CommitId commit) throws IOException;

    record Described(String subject, Instant committedAt) {}

    /** One patch to apply: its diff as sent, and what the commit is to say. */
    record Change(String subject, String message, String author, String email, OffsetDateTime date, byte[] diff) {}

    /** The configuration names a source that is not there. */
    final class UnknownTree extends Exception {
        private static final long serialVersionUID = 1;

        public UnknownTree(String message) {
            super(message);
        }
    }
}
