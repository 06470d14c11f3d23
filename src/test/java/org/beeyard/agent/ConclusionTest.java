package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.testout.Splat;
import org.junit.jupiter.api.Test;

class ConclusionTest {

    @Test
    void work_that_is_stopped_keeps_what_it_has_found() {
        Splat splat = new Splat(Splat.Kind.WARNING, "WARNING: at a", List.of("a"), 7, "WARNING: at a");
        Conclusion.Product bundle = new Conclusion.Product("guest.tar.zst", Path.of("guest.tar.zst"));
        TestLists lists = new TestLists(List.of("a"), List.of(), List.of());
        Conclusion work = new Conclusion(
                        Ending.ERROR,
                        InfraReason.OUT_OF_MEMORY,
                        "QEMU was killed.",
                        "kvm",
                        3,
                        List.of(bundle),
                        List.of(splat))
                .with(lists);
        Conclusion stopped = work.stoppedBy(Conclusion.timedOut("The attempt did not end within 60 s."));
        assertThat(stopped.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(stopped.reason()).isNull();
        assertThat(stopped.sentence()).isEqualTo("The attempt did not end within 60 s.");
        assertThat(stopped.accelerator()).isEqualTo("kvm");
        assertThat(stopped.files()).containsExactly(bundle);
        assertThat(stopped.splats()).containsExactly(splat);
        assertThat(stopped.lists()).contains(lists);
    }
}
