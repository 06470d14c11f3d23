package org.beeyard.mirror;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.OwnBranch;

/**
 * What the farm remembers of a change on GitHub.
 *
 * @param head that the branch was brought to
 * @param intended that it was last to be brought to: after an answer that was lost it may be there
 * @param content of the patches there
 * @param conflicted whether a version has come since that does not apply
 * @param abandoned a pull request that cannot be reopened
 * @param remark the last comment, by its name
 */
record Noted(
        OwnBranch branch,
        Optional<CommitId> head,
        Optional<CommitId> intended,
        String content,
        boolean conflicted,
        Optional<Integer> number,
        Optional<Integer> abandoned,
        Optional<Instant> closedAt,
        String remark) {

    /** Where the branch may be without somebody else's doing. */
    Set<CommitId> places() {
        return Stream.of(head, intended).flatMap(Optional::stream).collect(Collectors.toSet());
    }
}
