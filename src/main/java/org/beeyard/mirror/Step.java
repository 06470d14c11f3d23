package org.beeyard.mirror;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.beeyard.tree.CommitId;

/** What is to be done next, so that GitHub shows what it is to show. */
sealed interface Step {

    /** @param from where the branch is */
    record Push(Wanted.Shown what, Optional<CommitId> from) implements Step {}

    record Open(String title, String body) implements Step {}

    record Reopen(int number) implements Step {}

    record Remark(int number, Comment comment) implements Step {}

    record Describe(int number, String title, String body) implements Step {}

    record Label(int number, Set<String> labels) implements Step {}

    record Close(int number) implements Step {}

    record Delete(CommitId from) implements Step {}

    /** Everything is as it is to be, until then or until something changes. */
    record Rest(Optional<Instant> until, Standing standing) implements Step {}

    /**
     * Somebody else's work is in the way.
     *
     * @param problem a sentence
     */
    record Stuck(String problem) implements Step {}

    /** How it stands, for people. */
    sealed interface Standing {
        record Open() implements Standing {}

        /** @param why a sentence */
        record NotOpen(String why) implements Standing {}

        /** As it was. */
        record Unchanged() implements Standing {}
    }
}
