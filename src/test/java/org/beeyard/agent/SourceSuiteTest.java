package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a script's end; the script is played, and so is the time that it takes. */
class SourceSuiteTest {

    private static final int SECONDS = 600;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String ONE_FAILED =
            "echo '{\"tests\":[{\"test\":\"a\",\"outcome\":\"fail\"}]}' > /work/report/report.json\n";

    @TempDir
    Path folder;

    private PlayedFarm farm;
    private PlayedPlace place;

    @BeforeEach
    void place() throws IOException {
        farm = new PlayedFarm();
        place = new PlayedPlace(folder);
        Files.writeString(folder.resolve("memory.events"), "oom_kill 0\n");
    }

    @AfterEach
    void away() {
        farm.close();
    }

    @Test
    void a_script_that_ends_as_timeout_does_before_its_time_has_an_exit_status_as_any_other() throws Exception {
        Conclusion conclusion = ran(ONE_FAILED + "exit 124", A_MINUTE);
        assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
        assertThat(conclusion.sentence()).isEqualTo("1 tests, 1 failed (exit status 124).");
    }

    /** 98 is what the farm's own scripts in a VM say when there is none. */
    @Test
    void a_script_may_end_with_any_exit_status() throws Exception {
        for (int status : List.of(98, 99, 126, 127)) {
            Conclusion conclusion = ran(ONE_FAILED + "exit " + status, A_MINUTE);
            assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
            assertThat(conclusion.sentence()).isEqualTo("1 tests, 1 failed (exit status " + status + ").");
        }
    }

    @Test
    void a_script_that_is_not_there_is_the_farms_trouble_and_nothing_runs() throws Exception {
        place.has("test", "exit 1");
        Conclusion conclusion = ran("exit 0", A_MINUTE);
        assertThat(conclusion.ending()).isEqualTo(Ending.ERROR);
        assertThat(conclusion.reason()).isEqualTo(InfraReason.AGENT_FAILED);
        assertThat(conclusion.sentence()).isEqualTo("The CI configuration has no script style.sh.");
        assertThat(place.ran()).doesNotContain("timeout");
    }

    @Test
    void a_script_that_takes_all_of_its_time_is_stopped() throws Exception {
        for (int status : List.of(124, 137)) {
            Conclusion conclusion = ran("exit " + status, Duration.ofSeconds(SECONDS));
            assertThat(conclusion.ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(conclusion.sentence()).isEqualTo("The script did not end within 600 s.");
        }
    }

    @Test
    void a_script_that_is_killed_before_its_time_lacked_memory_where_nobody_counts_that() throws Exception {
        Files.delete(folder.resolve("memory.events"));
        lackedMemory(ran("exit 137", A_MINUTE));
    }

    /** As timeout does with a program of the script's that minds no other signal. */
    @Test
    void a_script_that_kills_something_itself_has_failed() throws Exception {
        Conclusion conclusion = ran(ONE_FAILED + "exit 137", A_MINUTE);
        assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
    }

    @Test
    void a_script_of_which_something_was_killed_for_want_of_memory_says_nothing_by_failing() throws Exception {
        lackedMemory(ran(place.killing() + ONE_FAILED + "exit 1", A_MINUTE));
    }

    @Test
    void a_script_that_passes_has_passed_whatever_was_killed() throws Exception {
        Conclusion conclusion = ran(place.killing() + "echo '{\"tests\":[]}' > /work/report/report.json", A_MINUTE);
        assertThat(conclusion.ending()).isEqualTo(Ending.PASSED);
    }

    private static void lackedMemory(Conclusion conclusion) {
        assertThat(conclusion.ending()).isEqualTo(Ending.ERROR);
        assertThat(conclusion.reason()).isEqualTo(InfraReason.OUT_OF_MEMORY);
        assertThat(conclusion.sentence())
                .isEqualTo("The script, or something that it ran, was killed, most likely for want of memory.");
    }

    private Conclusion ran(String script, Duration takes) throws Exception {
        place.has("timeout", script);
        AttemptSpec.Check check = new AttemptSpec.Check(
                "x86_64",
                "style",
                place.blob("sources"),
                place.blob("ci"),
                null,
                List.of(),
                new AttemptSpec.Custom("style.sh", "json"),
                SECONDS);
        AttemptSpec spec = new AttemptSpec(
                AttemptSpec.PROTOCOL,
                1,
                "style x86_64",
                check,
                new AttemptSpec.Limits(1, 1L << 30, 1L << 30, SECONDS, 1 << 20, 1 << 20));
        Places places = place.places();
        return new SourceSuite(
                        spec,
                        check,
                        places,
                        place.fetching(farm.client()),
                        new LogShipper(farm.client(), places.work(), 1 << 20),
                        new ResultShipper(farm.client()),
                        new Progress(),
                        new Sandbox(place),
                        new EachLookTakes(takes),
                        place.kills())
                .run();
    }

    /** A clock that goes on only when it is looked at. */
    private static final class EachLookTakes extends Clock {

        private final Duration step;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        EachLookTakes(Duration step) {
            this.step = step;
        }

        @Override
        public Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
