package org.beeyard.tree;

import java.util.List;

/** What applying a series to a base gave. */
public sealed interface Application {

    /**
     * Every patch applied, or changed nothing because the base has it.
     *
     * @param head the commit of the last patch
     * @param commits one a patch, in order; a patch that changed nothing repeats its predecessor's
     * @param paths what differs between base and head
     */
    record Applied(CommitId head, List<CommitId> commits, List<String> paths) implements Application {
        public Applied {
            commits = List.copyOf(commits);
            paths = List.copyOf(paths);
        }
    }

    /**
     * @param patch which of the series, from 1
     * @param files where it failed, at least one
     */
    record Conflict(int patch, String subject, List<FileConflict> files) implements Application {
        public Conflict {
            files = List.copyOf(files);
        }

        /** The place of the first trouble: {@code kernel/bpf/verifier.c hunk 4}. */
        public String place() {
            FileConflict first = files.getFirst();
            return first.path()
                    + (first.hunks().isEmpty() ? "" : " hunk " + first.hunks().getFirst());
        }
    }

    /** The base already holds all of the series. */
    record AlreadyApplied(String how) implements Application {}

    /** A series that it comes after cannot be had; the problem is a sentence. */
    record Ungrounded(String problem) implements Application {}

    /** The series asks for something that this farm does not do. */
    record Unfit(int patch, String reason) implements Application {}

    /**
     * @param hunks the patch's hunks that do not fit, from 1; empty when the file itself is in the way
     * @param text the conflict for a person to read, bounded
     */
    record FileConflict(String path, List<Integer> hunks, String text) {
        public FileConflict {
            hunks = List.copyOf(hunks);
        }
    }
}
