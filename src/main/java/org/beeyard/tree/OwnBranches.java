package org.beeyard.tree;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The farm's branches in repositories elsewhere. An IOException means that the repository cannot be reached or read now, or that the
 * farm may not write there; whether a push was carried out is unknown then.
 */
public interface OwnBranches {

    /** What the branches lead to; one that is not there is left out. */
    Map<OwnBranch, CommitId> at(Remote remote, Set<OwnBranch> branches) throws IOException;

    /**
     * Brings a branch to a commit of the farm's, if it is where it is expected.
     *
     * @param expected nothing when it must not be there
     * @param commit nothing to delete it
     */
    Outcome put(Remote remote, OwnBranch branch, Optional<CommitId> expected, Optional<CommitId> commit)
            throws IOException;

    /** @param secret that the repository's server wants to see */
    record Remote(String url, Optional<String> secret) {

        @Override
        public String toString() {
            return url;
        }
    }

    sealed interface Outcome {

        /** It is there now, or was already. */
        record Done() implements Outcome {}

        /** It was not where it was expected, and is left as it is. */
        record Moved() implements Outcome {}

        /** @param why a clause */
        record Refused(String why) implements Outcome {}
    }
}
