package org.beeyard.series.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import org.beeyard.series.OfferedCommits.Commit;
import org.beeyard.series.mail.Author;
import org.junit.jupiter.api.Test;

/** Which commits are nobody's patches. */
class CiFilesTest {

    private static final Commit ADDING = commit("adding ci files", ".github/x.yml", "README");
    private static final Commit PATCH = commit("bpf: Do", "kernel/bpf/core.c");

    @Test
    void at_the_start_by_what_they_say() {
        assertThat(CiFiles.without(List.of(ADDING, PATCH))).containsExactly(PATCH);
        assertThat(CiFiles.without(List.of(commit("Add CI files", "Makefile"), ADDING, PATCH)))
                .containsExactly(PATCH);
        assertThat(CiFiles.without(List.of(PATCH, ADDING))).containsExactly(PATCH, ADDING);
    }

    @Test
    void anywhere_by_what_they_touch() {
        assertThat(CiFiles.without(List.of(PATCH, commit("More", "ci/diffs/1.patch", ".github/a"), commit("Nothing"))))
                .containsExactly(PATCH);
        Commit mixed = commit("Both", "ci/x", "kernel/y.c");
        Commit named = commit("Named so", "cicada/x");
        assertThat(CiFiles.without(List.of(mixed, named))).containsExactly(mixed, named);
    }

    private static Commit commit(String subject, String... paths) {
        return new Commit(
                "1".repeat(40),
                subject + "\n",
                new Author("A", "a@b"),
                OffsetDateTime.MIN,
                List.of(paths),
                new byte[0]);
    }
}
