package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a base's build whose scripts are played. */
class KernelBuildTest {

    private static final String SOME_DO_NOT_BUILD = "exit 3";

    @TempDir
    Path folder;

    private PlayedFarm farm;
    private PlayedPlace place;

    @BeforeEach
    void place() throws IOException {
        farm = new PlayedFarm();
        place = new PlayedPlace(folder).has("vm-pack", "mkdir /work/pack/kernel /work/pack/selftests");
    }

    @AfterEach
    void away() {
        farm.close();
    }

    @Test
    void a_base_of_which_some_selftests_do_not_build_is_built_and_kept() throws Exception {
        place.has("selftests-build", "echo 'prog_tests/a.c:1:2: error: no member named x'\n" + SOME_DO_NOT_BUILD);
        Conclusion conclusion = built();
        assertThat(conclusion.ending()).isEqualTo(Ending.PASSED);
        assertThat(conclusion.sentence())
                .isEqualTo(
                        "Built with 0 commands; some selftests do not build: prog_tests/a.c:1:2: error: no member named x.");
        assertThat(folder.resolve("cache/output/base")).exists();
    }

    @Test
    void selftests_for_which_the_disk_had_no_room_are_the_farms_fault_and_nothing_of_them_is_kept() throws Exception {
        place.has("selftests-build", "echo 'fatal error: a.o: No space left on device'\n" + SOME_DO_NOT_BUILD);
        notThePatchesFault(InfraReason.DISK_FULL, "the work folder has no space left");
    }

    @Test
    void a_compiler_that_quotes_words_about_memory_has_had_enough_of_it() throws Exception {
        place.has(
                "selftests-build",
                "echo 'prog_tests/a.c:1:2: error: no member named x'\n"
                        + "echo '  123 |         fprintf(stderr, \"Out of memory\");'\n" + SOME_DO_NOT_BUILD);
        assertThat(built().ending()).isEqualTo(Ending.PASSED);
    }

    @Test
    void selftests_whose_compiler_says_that_it_was_killed_are_the_farms_fault() throws Exception {
        place.has(
                "selftests-build",
                "echo 'gcc: fatal error: Killed signal terminated program cc1'\n" + SOME_DO_NOT_BUILD);
        notThePatchesFault(InfraReason.OUT_OF_MEMORY, "there was not enough memory");
    }

    @Test
    void selftests_whose_compiler_was_killed_and_could_say_nothing_are_the_farms_fault() throws Exception {
        place.has("selftests-build", place.killing() + SOME_DO_NOT_BUILD);
        notThePatchesFault(InfraReason.OUT_OF_MEMORY, "there was not enough memory");
    }

    private void notThePatchesFault(InfraReason reason, String why) throws Exception {
        Conclusion conclusion = built();
        assertThat(conclusion.ending()).isEqualTo(Ending.ERROR);
        assertThat(conclusion.reason()).isEqualTo(reason);
        assertThat(conclusion.sentence()).isEqualTo("The selftests do not build: " + why + ", see the end of the log.");
        assertThat(place.ran()).doesNotContain("vm-pack");
        assertThat(folder.resolve("cache/output/base")).doesNotExist();
    }

    private Conclusion built() throws Exception {
        AttemptSpec.Build build = new AttemptSpec.Build(
                "x86_64",
                "gcc",
                "small",
                place.blob("sources"),
                null,
                null,
                false,
                null,
                null,
                List.of(),
                List.of("test_progs"),
                List.of(),
                "base",
                false,
                0,
                false);
        AttemptSpec spec = new AttemptSpec(
                AttemptSpec.PROTOCOL,
                1,
                "build x86_64 gcc",
                build,
                new AttemptSpec.Limits(1, 1L << 30, 1L << 30, 600, 1 << 20, 1 << 20));
        Places places = place.places();
        return new KernelBuild(
                        spec,
                        build,
                        places,
                        place.fetching(farm.client()),
                        new LogShipper(farm.client(), places.work(), 1 << 20),
                        new Progress(),
                        new Sandbox(place),
                        place.kills())
                .run();
    }
}
