package org.beeyard.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Manifest;
import org.beeyard.testout.Splat;
import org.jspecify.annotations.Nullable;

/**
 * How the work of an attempt ended.
 *
 * @param steps build commands run
 * @param files to be left with the farm
 * @param lists which tests were to run, where tests were run
 * @param built what was made, where something was built
 * @param died whether the VM went down, or hung, before its suite had ended, or there was no suite to boot it for: what its tests would have said
 *     nobody knows
 */
record Conclusion(
        Ending ending,
        @Nullable InfraReason reason,
        String sentence,
        @Nullable String accelerator,
        int steps,
        List<Product> files,
        List<Splat> splats,
        Optional<TestLists> lists,
        Optional<Manifest.Built> built,
        boolean died) {

    record Product(String name, Path file) {}

    Conclusion {
        files = List.copyOf(files);
        splats = List.copyOf(splats);
    }

    Conclusion(
            Ending ending,
            @Nullable InfraReason reason,
            String sentence,
            @Nullable String accelerator,
            int steps,
            List<Product> files,
            List<Splat> splats) {
        this(ending, reason, sentence, accelerator, steps, files, splats, Optional.empty(), Optional.empty(), false);
    }

    Conclusion with(TestLists tests) {
        return new Conclusion(
                ending, reason, sentence, accelerator, steps, files, splats, Optional.of(tests), built, died);
    }

    Conclusion with(Manifest.Built made) {
        return new Conclusion(
                ending, reason, sentence, accelerator, steps, files, splats, lists, Optional.of(made), died);
    }

    Conclusion with(List<Product> left) {
        return new Conclusion(ending, reason, sentence, accelerator, steps, left, splats, lists, built, died);
    }

    /** What was found stays; how it ended, and why, says who stopped it. */
    Conclusion stoppedBy(Conclusion why) {
        return new Conclusion(
                why.ending, why.reason, why.sentence, accelerator, steps, files, splats, lists, built, died);
    }

    static Conclusion error(InfraReason reason, String sentence) {
        return new Conclusion(Ending.ERROR, reason, sentence, null, 0, List.of(), List.of());
    }

    static Conclusion timedOut(String sentence) {
        return new Conclusion(Ending.TIMED_OUT, null, sentence, null, 0, List.of(), List.of());
    }
}
