package org.beeyard.mirror;

import java.util.Optional;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.CommitId;

/**
 * The newest version of a change that came from Patchwork, as it stands.
 *
 * @param number the submitter's count
 * @param problem why it is not tested, a sentence; empty when it is
 * @param tree on which it was tried; empty before
 * @param base the commit of it
 * @param head what the patches gave there
 * @param content a digest of the patches: authors, messages and diffs
 * @param passed what its newest run came to, when that says anything
 * @param posting its page on Patchwork; empty when the server named none
 */
record Version(
        long series,
        int number,
        SeriesState state,
        String title,
        String submitter,
        String cover,
        int patches,
        String problem,
        Optional<String> tree,
        Optional<CommitId> base,
        Optional<CommitId> head,
        String content,
        Optional<Boolean> passed,
        String posting) {}
