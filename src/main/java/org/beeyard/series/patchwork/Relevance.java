package org.beeyard.series.patchwork;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.patchwork.Said;
import org.jspecify.annotations.Nullable;

/** Whether a series is to be tested, by the states that people gave its patches. Pure. */
final class Relevance {

    /** States that end a patch's way, as slugs. A server may have others of its own; those are open. */
    private static final Set<String> CLOSING = Set.of(
            "accepted",
            "superseded",
            "rejected",
            "not-applicable",
            "mainlined",
            "deferred",
            "awaiting-upstream",
            "handled-elsewhere");

    private Relevance() {}

    /**
     * @param state a slug
     * @param delegate nobody unless the patch is delegated
     */
    record PatchState(String state, Delegate delegate, boolean archived) {}

    /** @param words number and name, each a word; empty for nobody */
    record Delegate(String words) {

        static Delegate of(Said.@Nullable User user) {
            return new Delegate(user == null ? "" : (user.id() + " " + user.username()).replace("\0", ""));
        }

        boolean isOneOf(List<String> users) {
            return List.of(words.split(" ")).stream().anyMatch(users::contains);
        }
    }

    static boolean closes(String state) {
        return CLOSING.contains(state);
    }

    /** Why the series is not tested, a clause without its subject; empty when it is. A series is tested while one of its patches is wanted. */
    static Optional<String> against(List<PatchState> patches, Optional<List<String>> delegates) {
        if (patches.isEmpty()) {
            return Optional.of("has no patches");
        }
        List<PatchState> kept = patches.stream().filter(p -> !p.archived()).toList();
        if (kept.isEmpty()) {
            return Optional.of("is archived");
        }
        List<PatchState> open = kept.stream().filter(p -> !closes(p.state())).toList();
        if (open.isEmpty()) {
            return Optional.of("is " + kept.getFirst().state().replace('-', ' '));
        }
        if (delegates.isPresent() && open.stream().noneMatch(p -> p.delegate().isOneOf(delegates.get()))) {
            return Optional.of("is not delegated to " + String.join(" or ", delegates.get()));
        }
        return Optional.empty();
    }
}
