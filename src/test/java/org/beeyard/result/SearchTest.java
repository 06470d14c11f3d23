package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.beeyard.job.RunState;
import org.beeyard.result.Search.Then;
import org.beeyard.tree.CommitId;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final CommitId GOOD = new CommitId("a".repeat(40));
    private static final List<CommitId> COMMITS = List.of(
            new CommitId("b".repeat(40)),
            new CommitId("c".repeat(40)),
            new CommitId("d".repeat(40)),
            new CommitId("e".repeat(40)));

    @Test
    void begins_in_the_middle() {
        assertThat(search(COMMITS, 0, Optional.empty()).next().then()).isEqualTo(new Then.Try(2));
    }

    @Test
    void goes_on_in_the_half_that_the_last_step_leaves() {
        assertThat(search(COMMITS, 1, step(RunState.PASSED)).next())
                .isEqualTo(new Search.Decision(new Halving(2, 4), new Then.Try(3)));
        assertThat(search(COMMITS, 1, step(RunState.FAILED)).next())
                .isEqualTo(new Search.Decision(new Halving(0, 2), new Then.Try(1)));
    }

    @Test
    void ends_with_what_is_left_when_it_may_take_no_more_steps() {
        assertThat(search(COMMITS, 2, step(RunState.PASSED)).next().then())
                .isEqualTo(
                        new Then.GivenUp(
                                "xdp, timer: good at cccccccccccc, bad at eeeeeeeeeeee, one of 2 commits is to blame; bisect.base-steps allows no more."));
    }

    @Test
    void ends_where_a_step_could_not_be_tested() {
        assertThat(search(COMMITS, 1, step(RunState.ERROR)).next().then())
                .isEqualTo(
                        new Then.GivenUp(
                                "xdp, timer: good at aaaaaaaaaaaa, bad at eeeeeeeeeeee, one of 4 commits is to blame; cccccccccccc could not be tested. It said so."));
    }

    @Test
    void blames_what_a_base_is_tested_with_when_the_good_commit_fails_with_it() {
        List<CommitId> line = List.of(GOOD, COMMITS.getFirst());
        Search search = new Search(
                1,
                1,
                List.of("xdp"),
                new CommitLine(1, GOOD, line, true, "test_progs x86_64 gcc", 2),
                new Halving(0, 2),
                1,
                Optional.of(new Search.Step(1, RunState.FAILED, "Still failing: xdp.")));
        assertThat(search.next().then())
                .isEqualTo(
                        new Then.Found(
                                "xdp: aaaaaaaaaaaa passed them and fails now: not a commit is to blame, but what it is built and tested with (the CI configuration, or the kernel of a part)."));
    }

    @Test
    void names_the_commit_from_which_on_a_job_is_bad() {
        assertThat(ofJob(COMMITS, new Halving(0, 2), 1, RunState.FAILED).next().then())
                .isEqualTo(new Then.Found(
                        "build x86_64 gcc: bad since bbbbbbbbbbbb, the first bad commit; good at aaaaaaaaaaaa."));
    }

    @Test
    void blames_no_commit_when_the_bad_one_is_good_the_second_time() {
        List<CommitId> twice = List.of(COMMITS.get(0), COMMITS.get(1), COMMITS.get(1));
        assertThat(ofJob(twice, new Halving(1, 3), 2, RunState.PASSED).next().then())
                .isEqualTo(new Then.Found(
                        "build x86_64 gcc: cccccccccccc is good when it is tried again: no commit is to blame."));
        assertThat(ofJob(twice, new Halving(1, 3), 2, RunState.ERROR).next().then())
                .isEqualTo(
                        new Then.GivenUp(
                                "build x86_64 gcc: good at bbbbbbbbbbbb, bad at cccccccccccc, one of 1 commits is to blame; cccccccccccc could not be tested. It said so."));
    }

    private static Search ofJob(List<CommitId> commits, Halving range, int point, RunState state) {
        return new Search(
                1,
                1,
                List.of(),
                new CommitLine(1, GOOD, commits, true, "build x86_64 gcc", 5),
                range,
                1,
                Optional.of(new Search.Step(point, state, "It said so.")));
    }

    @Test
    void names_the_patch_of_a_series() {
        Search search = new Search(
                1,
                1,
                List.of("xdp"),
                new PatchLine(7, List.of("bpf: One", "bpf: Two"), 7),
                new Halving(0, 2),
                1,
                Optional.of(new Search.Step(1, RunState.PASSED, "Nothing of it fails.")));
        assertThat(search.next().then()).isEqualTo(new Then.Found("Patch 2 (bpf: Two) is to blame."));
    }

    private static Search search(List<CommitId> commits, int steps, Optional<Search.Step> last) {
        return new Search(
                1,
                1,
                List.of("xdp", "timer"),
                new CommitLine(1, GOOD, commits, true, "test_progs x86_64 gcc", 2),
                new Halving(0, commits.size()),
                steps,
                last);
    }

    private static Optional<Search.Step> step(RunState state) {
        return Optional.of(new Search.Step(2, state, "It said so."));
    }
}
