package org.beeyard.mirror;

import org.beeyard.tree.CommitId;

/** What GitHub is to show of a change. Pure. */
sealed interface Wanted {

    /** @param on the base's commit */
    record Shown(Version version, CommitId on, CommitId head) implements Wanted {}

    /** What was shown before stays, and it is said that this one does not apply. */
    record InConflict(Version version) implements Wanted {}

    /** @param why a sentence */
    record Over(Version version, String why) implements Wanted {}

    /** It is not known yet. */
    record Undecided() implements Wanted {}

    static Wanted of(Version version, String tree) {
        return switch (version.state()) {
            case RECEIVED, READY -> new Undecided();
            case CONFLICT -> new InConflict(version);
            case ALREADY_APPLIED, REJECTED, CLOSED -> new Over(version, version.problem());
            case SUPERSEDED -> new Over(version, "A newer version has come, and not by Patchwork.");
            case APPLIED -> applied(version, tree);
        };
    }

    private static Wanted applied(Version version, String tree) {
        String on = version.tree().orElseThrow();
        return on.equals(tree)
                ? new Shown(
                        version, version.base().orElseThrow(), version.head().orElseThrow())
                : new Over(version, "It is tested on " + on + " now.");
    }
}
