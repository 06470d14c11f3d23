package org.beeyard.history.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.beeyard.history.run.FreshWarnings.Build;
import org.beeyard.history.run.FreshWarnings.Row;
import org.beeyard.testout.BuildWarning;
import org.junit.jupiter.api.Test;

class FreshWarningsTest {

    private static final BuildWarning UNUSED = new BuildWarning("a.c", 5, "unused variable ‘x’");

    @Test
    void a_warning_that_the_base_has_at_another_line_is_not_new() {
        assertThat(fresh(build(UNUSED), build(new BuildWarning("a.c", 99, UNUSED.words()))))
                .isEmpty();
    }

    @Test
    void an_offset_that_moved_makes_none_new() {
        assertThat(fresh(
                        build(new BuildWarning("vmlinux.o", 0, "objtool: f+0x1a: unreachable instruction")),
                        build(new BuildWarning("vmlinux.o", 0, "objtool: f+0x22: unreachable instruction"))))
                .isEmpty();
    }

    @Test
    void one_more_of_the_same_is_new() {
        BuildWarning another = new BuildWarning("a.c", 99, UNUSED.words());
        assertThat(fresh(build(UNUSED, another), build(UNUSED)))
                .extracting(Row::line)
                .containsExactly(99);
    }

    @Test
    void what_several_builds_give_is_told_once() {
        assertThat(FreshWarnings.of(
                        List.of(build("build x86_64 gcc", UNUSED), build("build aarch64 gcc", UNUSED)),
                        Map.of("build x86_64 gcc", build(), "build aarch64 gcc", build())))
                .containsExactly(
                        new Row("a.c", 5, "unused variable ‘x’", List.of("build x86_64 gcc", "build aarch64 gcc")));
    }

    @Test
    void nothing_is_said_when_the_bases_are_not_known_or_not_all_of_them() {
        assertThat(FreshWarnings.of(List.of(build(UNUSED)), Map.of())).isEmpty();
        assertThat(fresh(build(UNUSED), new Build("build", 3, List.of()))).isEmpty();
    }

    private static List<Row> fresh(Build build, Build base) {
        return FreshWarnings.of(List.of(build), Map.of(base.name(), base));
    }

    private static Build build(BuildWarning... warnings) {
        return build("build", warnings);
    }

    private static Build build(String name, BuildWarning... warnings) {
        return new Build(name, warnings.length, List.of(warnings));
    }
}
