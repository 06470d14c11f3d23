package org.beeyard.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which trees a series is tried on, in which order, and why. Pure. */
final class TreeChoice {

    private TreeChoice() {}

    record Candidate(String tree, String reason) {}

    sealed interface Chosen {
        record Candidates(List<Candidate> inOrder) implements Chosen {}

        record Nowhere(String problem) implements Chosen {}
    }

    /**
     * @param wanted the tree that the sender named
     * @param baseTree the tree that knows the series' base-commit
     * @param earlier the tree that an earlier version was applied to
     * @param tags of the subject
     * @param trees name → its tags
     * @param defaults tried in order when nothing else chooses
     */
    static Chosen choose(
            Optional<String> wanted,
            Optional<String> baseTree,
            Optional<String> earlier,
            List<String> tags,
            Map<String, List<String>> trees,
            List<String> defaults) {
        if (trees.isEmpty()) {
            return new Chosen.Nowhere("The farm has no trees; name some under trees: in its configuration.");
        }
        if (wanted.isPresent()) {
            return trees.containsKey(wanted.get())
                    ? only(wanted.get(), "the sender asked for it")
                    : new Chosen.Nowhere("There is no tree " + wanted.get() + "; the farm has "
                            + String.join(", ", trees.keySet().stream().sorted().toList()) + ".");
        }
        if (baseTree.isPresent()) {
            return only(baseTree.get(), "its base-commit is of this tree");
        }
        for (String tag : tags) {
            for (Map.Entry<String, List<String>> tree : trees.entrySet()) {
                if (tree.getKey().equals(tag) || tree.getValue().contains(tag)) {
                    return only(tree.getKey(), "the subject says " + tag);
                }
            }
        }
        List<Candidate> all = new ArrayList<>();
        earlier.filter(trees::containsKey)
                .ifPresent(tree -> all.add(new Candidate(tree, "an earlier version applied to it")));
        for (String tree : defaults.isEmpty() ? trees.keySet().stream().sorted().toList() : defaults) {
            if (!earlier.equals(Optional.of(tree))) {
                all.add(new Candidate(tree, "first of the default trees that it applies to"));
            }
        }
        return new Chosen.Candidates(all);
    }

    private static Chosen only(String tree, String reason) {
        return new Chosen.Candidates(List.of(new Candidate(tree, reason)));
    }
}
