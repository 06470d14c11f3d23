package org.beeyard.tree;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.beeyard.series.Patch;

/** The farm's copies of kernel trees. Thread-safe. An IOException means that the farm cannot work, not that a patch is bad. */
public interface KernelTrees {

    /**
     * Brings the newest commit of a tree, or of a CI configuration, here and names it.
     *
     * @param key under which the configuration has it: {@code trees.bpf-next}
     * @param said called with sentences about a progress that takes long
     * @throws UnknownTree when the source has no such branch, folder or file
     */
    CommitId adopt(String key, TreeSource source, Consumer<String> said) throws IOException, UnknownTree;

    /** Applies as {@code git am --3way} does, in memory; on success {@code refs/series/<name>} keeps the commits. */
    Application apply(CommitId base, String name, List<Change> changes) throws IOException;

    /** The names under which commits are kept. */
    Set<String> kept() throws IOException;

    /** Keeps the commits of these names no more. Those that nothing else keeps go when the store is tidied, after some time. */
    void forget(Collection<String> names) throws IOException;

    /**
     * Puts together what was written in many small pieces, and throws away what nothing has kept for that long. Whoever works
     * with the store meanwhile does not notice.
     *
     * @return how much smaller the store is; below zero when it has grown
     * @throws IOException when that cannot be done; nothing is lost then
     */
    long tidy(Duration unkept) throws IOException;

    /** Whether the commit is among the last {@value #LOOKED_BACK} of the head's history. */
    boolean contains(CommitId head, CommitId commit) throws IOException;

    int LOOKED_BACK = 20_000;

    /**
     * The commits of a branch after an older one up to a newer one, the oldest first. Of a merge only what the branch was before
     * it is looked at. Empty when that does not lead to the older one, within {@value #LOOKED_BACK} commits.
     */
    Optional<List<CommitId>> between(CommitId older, CommitId newer) throws IOException;

    /** What is built for a commit: with a CI configuration, its temporary patches are laid over, as far as they apply. */
    Sources sources(CommitId commit, Optional<CommitId> ci) throws IOException;

    /**
     * @param commit whose files are built; nobody's history
     * @param skipped patches of the CI configuration that do not apply, each with its reason
     */
    record Sources(CommitId commit, List<String> skipped) {
        public Sources {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * What is built for a commit of a repository that holds a part of a kernel: the kernel with that part in its place.
     *
     * @param kernel the commit whose files the others are
     */
    CommitId grafted(CommitId kernel, TreeKind kind, CommitId part) throws IOException;

    /** All files of a commit as a zstd-compressed tar. */
    void writeSource(CommitId commit, OutputStream to) throws IOException;

    /** The files below one folder of a commit as a zstd-compressed tar, empty when there is no such folder. */
    void writeFolder(CommitId commit, String folder, OutputStream to) throws IOException;

    /**
     * What turns a source folder of {@code base} into one of {@code head}: a tar with the changed files below {@code
     * files/} and the names of the removed ones, NUL-ended, in {@code removed}.
     */
    void writeDelta(CommitId base, CommitId head, OutputStream to) throws IOException;

    /** The files that differ between the two. */
    List<String> changed(CommitId base, CommitId head) throws IOException;

    /** Which of the files the commit has. */
    Set<String> present(CommitId commit, Set<String> paths) throws IOException;

    /** The first line of a commit and when it was made. */
    Described describe(CommitId commit) throws IOException;

    record Described(String subject, Instant committedAt) {}

    /** One patch to apply: its diff as sent, and what the commit is to say. */
    record Change(String subject, String message, String author, String email, OffsetDateTime date, byte[] diff) {

        static Change of(Patch patch) {
            return new Change(
                    patch.subject(),
                    patch.message(),
                    patch.authorName(),
                    patch.authorEmail(),
                    patch.authoredAt(),
                    patch.diff());
        }
    }

    /** The configuration names a source that is not there. */
    final class UnknownTree extends Exception {
        private static final long serialVersionUID = 1;

        public UnknownTree(String message) {
            super(message);
        }
    }
}
