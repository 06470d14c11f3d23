package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.testout.Splat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite whose time is over, in a VM that is played: its kernel warns, the guest gets ready, and then it goes on for ever. */
class SuiteRunTest {

    private static final int LONG = 6_000;

    @TempDir
    Path folder;

    private PlayedFarm farm;
    private PlayedPlace place;
    private Places places;
    private Sandbox sandbox;

    @BeforeEach
    void place() throws IOException {
        farm = new PlayedFarm();
        place = new PlayedPlace(folder)
                .has("tar", "echo > /work/into/initramfs")
                .has("vm-run", """
                        exec 3> /work/vm/console 4> /work/vm/ctl 5> /work/vm/out
                        for i in 1 2 3; do echo "[    0.$i] Linux" >&3; done
                        echo '[    1.000000] WARNING: CPU: 0 PID: 1 at kernel/bpf/core.c:42 bpf_warn+0x1/0x2' >&3
                        printf '%s\\n' 'ready uptime=1 kernel=6.12 arch=x86_64' 'list a' 'wanted a' listed >&4
                        exec sleep 30
                        """);
        places = place.places();
        sandbox = new Sandbox(place);
        Files.writeString(places.script("vm-init"), "");
        Files.writeString(places.script("suite"), "");
    }

    @AfterEach
    void away() {
        farm.close();
    }

    @Test
    void a_vm_has_what_is_left_of_its_attempts_time_so_that_what_failed_can_still_be_packed() throws Exception {
        Conclusion conclusion = ran(new Progress(), Deadline.in(3));
        keepsWhatWasSeen(conclusion);
        assertThat(conclusion.sentence()).isEqualTo("The suite did not end within 6000 s while a ran.");
        assertThat(conclusion.files()).extracting(Conclusion.Product::name).hasSize(1);
    }

    @Test
    void a_suite_that_is_stopped_from_outside_keeps_what_was_seen() throws Exception {
        Progress progress = new Progress();
        Thread outside = Thread.ofPlatform().start(() -> {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> progress.heartbeat().step().equals("running test_progs"));
            sandbox.stop();
        });
        keepsWhatWasSeen(ran(progress, Deadline.in(LONG)));
        outside.join();
    }

    @Test
    void a_conclusion_stands_when_packing_is_stopped() throws Exception {
        place.before("guest-pack", sandbox::stop).before("root-pack", sandbox::stop);
        Conclusion conclusion = ran(new Progress(), Deadline.in(3));
        keepsWhatWasSeen(conclusion);
        assertThat(conclusion.files()).isEmpty();
    }

    @Test
    void a_custom_suite_without_its_script_is_not_booted() throws Exception {
        Conclusion conclusion = ran(
                TestSpecs.of(place.blob("kernel"), new AttemptSpec.Custom("own/style.sh", "exit")),
                new Progress(),
                Deadline.in(LONG));
        assertThat(conclusion.ending()).isEqualTo(Ending.ERROR);
        assertThat(conclusion.sentence()).isEqualTo("The CI configuration has no script own/style.sh.");
        assertThat(place.ran()).doesNotContain("vm-run");
    }

    @Test
    void a_suite_that_was_not_built_is_a_failure_of_its_sources_and_not_booted() throws Exception {
        place.has(
                "tar",
                "mkdir /work/into/selftests\necho > /work/into/initramfs\n"
                        + "printf '%s\\n' test_maps test_progs > /work/into/selftests/unbuilt-targets");
        Conclusion conclusion = ran(new Progress(), Deadline.in(LONG));
        assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
        assertThat(conclusion.sentence()).isEqualTo("test_progs was not built: the log of the build has the errors.");
        assertThat(conclusion.died())
                .as("what its tests would have said nobody knows")
                .isTrue();
        assertThat(place.ran()).doesNotContain("vm-run");
    }

    private static void keepsWhatWasSeen(Conclusion conclusion) {
        assertThat(conclusion.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(conclusion.accelerator()).isEqualTo("tcg");
        assertThat(conclusion.splats()).extracting(Splat::title).hasSize(1);
        assertThat(conclusion.lists()).isPresent();
    }

    private Conclusion ran(Progress progress, Deadline deadline) throws Exception {
        return ran(TestSpecs.of(place.blob("kernel"), LONG), progress, deadline);
    }

    private Conclusion ran(AttemptSpec.Test test, Progress progress, Deadline deadline) throws Exception {
        return new SuiteRun(
                        test,
                        places,
                        place.fetching(farm.client()),
                        new LogShipper(farm.client(), places.work(), 1 << 20),
                        new ResultShipper(farm.client()),
                        progress,
                        sandbox,
                        Clock.systemUTC(),
                        deadline)
                .run();
    }
}
