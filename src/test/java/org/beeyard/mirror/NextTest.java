package org.beeyard.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.beeyard.github.Said;
import org.beeyard.mirror.Step.Standing;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.OwnBranch;
import org.junit.jupiter.api.Test;

/** What is done next, from how a change is on GitHub to how it is to be. */
class NextTest {

    private static final Instant NOW = Instant.parse("2026-02-02T10:00:00Z");
    private static final Duration KEEP = Duration.ofDays(7);
    private static final OwnBranch BRANCH = new OwnBranch("series/7=>bpf-next");
    private static final Words WORDS = new Words("bpf-next", "https://farm.example");
    private static final CommitId BASE = commit('b');
    private static final CommitId ONE = commit('1');
    private static final CommitId TWO = commit('2');
    private static final CommitId THEIRS = commit('f');
    private static final Version V1 = version(11, 1, SeriesState.APPLIED, ONE, "one");
    private static final Version V2 = version(12, 2, SeriesState.APPLIED, TWO, "two");
    private static final Noted NOTHING = noted(null, null, "", false, null);

    private static CommitId commit(char digit) {
        return new CommitId(String.valueOf(digit).repeat(40));
    }

    private static Version version(long id, int number, SeriesState state, CommitId head, String content) {
        return new Version(
                id,
                number,
                state,
                "bpf: Do it",
                "Anna <anna@example.org>",
                "Because.",
                2,
                state == SeriesState.APPLIED ? "" : "It is so.",
                Optional.of("bpf-next"),
                Optional.of(BASE),
                Optional.ofNullable(head),
                content,
                Optional.empty(),
                "https://pw.example/" + id);
    }

    private static Version in(SeriesState state) {
        return version(12, 2, state, null, "");
    }

    private static Noted noted(CommitId head, CommitId intended, String content, boolean conflicted, Integer number) {
        return new Noted(
                BRANCH,
                Optional.ofNullable(head),
                Optional.ofNullable(intended),
                content,
                conflicted,
                Optional.ofNullable(number),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Noted shown(Version version) {
        return noted(version.head().orElseThrow(), null, version.content(), false, 5);
    }

    private static Said.Pull pull(Version version, boolean open, CommitId head, Set<String> labels) {
        return new Said.Pull(
                5,
                WORDS.title(version),
                WORDS.body(version).replace("\n", "\r\n"),
                "beeyard[bot]",
                "https://github.example/5",
                head.hex(),
                Optional.of(BRANCH.name()),
                "bpf-next_base",
                labels,
                open,
                false,
                NOW,
                Optional.empty());
    }

    private static Said.Pull open(Version version) {
        return pull(version, true, version.head().orElseThrow(), Set.of("V" + version.number(), "bpf-next"));
    }

    private static Step next(Version version, Noted noted, CommitId branch, Said.Pull pull) {
        return next(version, noted, branch, pull, NOW);
    }

    private static Step next(Version version, Noted noted, CommitId branch, Said.Pull pull, Instant now) {
        Seen seen = new Seen(Optional.ofNullable(branch), Optional.ofNullable(pull));
        return Next.of(Wanted.of(version, "bpf-next"), noted, seen, WORDS, KEEP, now);
    }

    private static Noted remarked(Noted noted, String name) {
        return new Noted(
                noted.branch(),
                noted.head(),
                noted.intended(),
                noted.content(),
                noted.conflicted(),
                noted.number(),
                noted.abandoned(),
                noted.closedAt(),
                name);
    }

    private static Noted closed(Noted noted, Instant at) {
        return new Noted(
                noted.branch(),
                noted.head(),
                noted.intended(),
                noted.content(),
                noted.conflicted(),
                noted.number(),
                noted.abandoned(),
                Optional.of(at),
                noted.remark());
    }

    @Test
    void a_series_that_applies_is_pushed_then_opened_then_labelled() {
        Wanted.Shown what = new Wanted.Shown(V1, BASE, ONE);
        assertThat(next(V1, NOTHING, null, null)).isEqualTo(new Step.Push(what, Optional.empty()));
        assertThat(next(V1, noted(ONE, null, "one", false, null), ONE, null))
                .isEqualTo(new Step.Open("bpf: Do it", WORDS.body(V1)));
        assertThat(next(V1, shown(V1), ONE, pull(V1, true, ONE, Set.of("theirs"))))
                .isEqualTo(new Step.Label(5, Set.of("V1", "bpf-next", "theirs")));
        assertThat(next(V1, shown(V1), ONE, open(V1)))
                .isEqualTo(new Step.Rest(Optional.of(NOW.plus(Next.LOOK)), new Standing.Open()));
    }

    @Test
    void a_new_version_is_pushed_then_remarked_then_described_then_labelled() {
        assertThat(next(V2, shown(V1), ONE, open(V1)))
                .isEqualTo(new Step.Push(new Wanted.Shown(V2, BASE, TWO), Optional.of(ONE)));
        Step.Remark remark = (Step.Remark) next(V2, shown(V2), TWO, open(V1));
        assertThat(remark.comment().text()).isEqualTo("""
                        [Version 2](https://pw.example/12) of the series ([tests](https://farm.example/series/12)) has come. \
                        Its 2 patches are on `bpf-next` at bbbbbbbbbbbb.

                        <!-- beeyard: series 12 at 222222222222 -->""");
        Noted said = remarked(shown(V2), remark.comment().name());
        assertThat(next(V2, said, TWO, open(V1))).isEqualTo(new Step.Describe(5, "bpf: Do it", WORDS.body(V2)));
        assertThat(next(V2, said, TWO, pull(V2, true, TWO, Set.of("V1", "V1-ci-fail", "bpf-next", "theirs"))))
                .isEqualTo(new Step.Label(5, Set.of("V2", "bpf-next", "theirs")));
    }

    @Test
    void a_moved_base_or_the_same_patches_again_push_nothing() {
        Version again = version(11, 1, SeriesState.APPLIED, TWO, "one");
        assertThat(next(again, shown(V1), ONE, open(V1))).isInstanceOf(Step.Rest.class);
        Version resent = version(13, 2, SeriesState.APPLIED, TWO, "one");
        Step.Remark remark = (Step.Remark) next(resent, shown(V1), ONE, open(V1));
        assertThat(remark.comment().text()).contains("the branch stays as it is");
    }

    @Test
    void what_applies_again_after_a_conflict_is_pushed_again() {
        Version again = version(11, 1, SeriesState.APPLIED, TWO, "one");
        assertThat(next(again, noted(ONE, null, "one", true, 5), ONE, open(V1))).isInstanceOf(Step.Push.class);
    }

    @Test
    void a_push_whose_answer_was_lost_is_gone_on_with() {
        Noted lost = noted(ONE, TWO, "", false, 5);
        assertThat(next(V2, lost, TWO, open(V1)))
                .isEqualTo(new Step.Push(new Wanted.Shown(V2, BASE, TWO), Optional.of(TWO)));
        Version third = version(13, 3, SeriesState.APPLIED, commit('3'), "three");
        assertThat(next(third, lost, TWO, open(V1)))
                .as("another version has come")
                .isInstanceOf(Step.Push.class);
    }

    @Test
    void a_branch_that_somebody_else_has_pushed_to_is_left_alone() {
        assertThat(next(V2, shown(V1), THEIRS, open(V1))).isInstanceOf(Step.Stuck.class);
        assertThat(next(V2, noted(ONE, TWO, "", false, 5), THEIRS, open(V1))).isInstanceOf(Step.Stuck.class);
        assertThat(next(V1, NOTHING, THEIRS, null))
                .as("one that was there before is taken over")
                .isEqualTo(new Step.Push(new Wanted.Shown(V1, BASE, ONE), Optional.of(THEIRS)));
        Noted long_ = closed(shown(V1), NOW.minus(Duration.ofDays(30)));
        assertThat(next(in(SeriesState.CLOSED), long_, THEIRS, pull(V1, false, ONE, Set.of())))
                .as("and not deleted")
                .isEqualTo(new Step.Rest(Optional.empty(), new Standing.NotOpen("It is so.")));
    }

    @Test
    void a_version_in_conflict_is_told_of_and_labelled_where_there_is_something_open() {
        Version conflict = in(SeriesState.CONFLICT);
        Step.Remark remark = (Step.Remark) next(conflict, shown(V1), ONE, open(V1));
        assertThat(remark.comment().text()).contains("does not apply").contains("```\nIt is so.\n```");
        Noted said = remarked(shown(V1), remark.comment().name());
        assertThat(next(conflict, said, ONE, open(V1)))
                .isEqualTo(new Step.Label(5, Set.of("V2", "bpf-next", "merge-conflict")));
        assertThat(next(conflict, NOTHING, null, null))
                .isEqualTo(new Step.Rest(Optional.empty(), new Standing.NotOpen("It is so.")));
    }

    @Test
    void what_is_over_is_told_of_then_closed_then_deleted_in_its_time() {
        for (SeriesState state :
                new SeriesState[] {SeriesState.CLOSED, SeriesState.REJECTED, SeriesState.ALREADY_APPLIED}) {
            Version over = in(state);
            Step.Remark remark = (Step.Remark) next(over, shown(V1), ONE, open(V1));
            Noted said = remarked(shown(V1), remark.comment().name());
            assertThat(next(over, said, ONE, open(V1))).isEqualTo(new Step.Close(5));
            Said.Pull gone = pull(V1, false, ONE, Set.of());
            assertThat(next(over, said, ONE, gone))
                    .isEqualTo(new Step.Rest(Optional.of(NOW.plus(KEEP)), new Standing.NotOpen("It is so.")));
            Noted old = closed(said, NOW.minus(KEEP));
            assertThat(next(over, old, ONE, gone)).isEqualTo(new Step.Delete(ONE));
            assertThat(next(over, old, null, gone))
                    .isEqualTo(new Step.Rest(Optional.empty(), new Standing.NotOpen("It is so.")));
        }
    }

    @Test
    void what_went_to_another_tree_is_closed_here() {
        Step.Remark remark = (Step.Remark) Next.of(
                Wanted.of(V2, "bpf"), shown(V1), new Seen(Optional.of(ONE), Optional.of(open(V1))), WORDS, KEEP, NOW);
        assertThat(remark.comment().text()).contains("It is tested on bpf-next now.");
    }

    @Test
    void what_comes_back_is_reopened_before_it_is_pushed() {
        Said.Pull gone = pull(V1, false, ONE, Set.of("V1", "bpf-next"));
        assertThat(next(V2, shown(V1), ONE, gone)).isEqualTo(new Step.Reopen(5));
        assertThat(next(V2, shown(V1), null, gone))
                .as("the branch is deleted")
                .isEqualTo(new Step.Push(new Wanted.Shown(V2, BASE, TWO), Optional.empty()));
        assertThat(next(V2, shown(V2), TWO, null))
                .as("it could not be reopened")
                .isInstanceOf(Step.Open.class);
    }

    @Test
    void what_is_not_decided_is_left_as_it_is() {
        assertThat(next(in(SeriesState.READY), shown(V1), ONE, open(V1)))
                .isEqualTo(new Step.Rest(Optional.empty(), new Standing.Unchanged()));
    }
}
