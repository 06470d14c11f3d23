package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.tree.TreeChoice.Candidate;
import org.beeyard.tree.TreeChoice.Chosen;
import org.junit.jupiter.api.Test;

class TreeChoiceTest {

    private static final Map<String, List<String>> TREES = Map.of("bpf", List.of(), "next", List.of("bpf-next"));

    @Test
    void takes_the_tree_that_the_sender_names() {
        assertThat(choose(Optional.of("bpf"), List.of("bpf-next"))).isEqualTo(only("bpf", "the sender asked for it"));
    }

    @Test
    void says_which_trees_there_are_when_the_sender_is_wrong() {
        assertThat(choose(Optional.of("net"), List.of()))
                .isEqualTo(new Chosen.Nowhere("There is no tree net; the farm has bpf, next."));
    }

    @Test
    void follows_the_tag_of_the_subject() {
        assertThat(choose(Optional.empty(), List.of("rfc", "bpf-next")))
                .isEqualTo(only("next", "the subject says bpf-next"));
    }

    @Test
    void believes_a_base_commit_before_the_subject() {
        assertThat(TreeChoice.choose(
                        Optional.empty(), Optional.of("bpf"), Optional.empty(), List.of("bpf-next"), TREES, List.of()))
                .isEqualTo(only("bpf", "its base-commit is of this tree"));
    }

    @Test
    void tries_the_default_trees_in_order() {
        assertThat(TreeChoice.choose(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), TREES, List.of("next", "bpf")))
                .isInstanceOfSatisfying(
                        Chosen.Candidates.class,
                        c -> assertThat(c.inOrder()).extracting(Candidate::tree).containsExactly("next", "bpf"));
    }

    @Test
    void tries_the_tree_of_an_earlier_version_first() {
        assertThat(TreeChoice.choose(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("bpf"),
                        List.of(),
                        TREES,
                        List.of("next", "bpf")))
                .isEqualTo(new Chosen.Candidates(List.of(
                        new TreeChoice.Candidate("bpf", "an earlier version applied to it"),
                        new TreeChoice.Candidate("next", "first of the default trees that it applies to"))));
    }

    private static Chosen choose(Optional<String> wanted, List<String> tags) {
        return TreeChoice.choose(wanted, Optional.empty(), Optional.empty(), tags, TREES, List.of());
    }

    private static Chosen only(String tree, String reason) {
        return new Chosen.Candidates(List.of(new Candidate(tree, reason)));
    }
}
