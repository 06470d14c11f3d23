package org.beeyard.series.patchwork;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.beeyard.series.patchwork.Relevance.Delegate;
import org.beeyard.series.patchwork.Relevance.PatchState;
import org.junit.jupiter.api.Test;

class RelevanceTest {

    private static final Optional<List<String>> ANYBODY = Optional.empty();
    private static final Optional<List<String>> BPF = Optional.of(List.of("bpf"));

    @Test
    void tests_while_one_patch_is_open() {
        assertThat(Relevance.against(List.of(patch("accepted", ""), patch("new", "")), ANYBODY))
                .isEmpty();
        assertThat(Relevance.against(List.of(patch("accepted", ""), patch("mainlined", "")), ANYBODY))
                .hasValue("is accepted");
    }

    @Test
    void tests_in_states_that_only_this_server_has() {
        assertThat(Relevance.against(List.of(patch("queued-for-friday", "")), ANYBODY))
                .isEmpty();
    }

    @Test
    void tests_what_is_delegated_to_us_by_name_or_number() {
        assertThat(Relevance.against(List.of(patch("new", "4 bpf")), BPF)).isEmpty();
        assertThat(Relevance.against(List.of(patch("new", "4 bpf")), Optional.of(List.of("4"))))
                .isEmpty();
        assertThat(Relevance.against(List.of(patch("new", "44 bpf-too")), BPF)).hasValue("is not delegated to bpf");
        assertThat(Relevance.against(List.of(patch("new", "")), BPF)).hasValue("is not delegated to bpf");
    }

    @Test
    void leaves_alone_what_is_archived_or_empty() {
        assertThat(Relevance.against(List.of(new PatchState("new", Delegate.of(null), true)), ANYBODY))
                .hasValue("is archived");
        assertThat(Relevance.against(List.of(), ANYBODY)).hasValue("has no patches");
    }

    private static PatchState patch(String state, String delegate) {
        return new PatchState(state, new Delegate(delegate), false);
    }
}
