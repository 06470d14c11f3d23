package org.beeyard.agent;

import java.nio.file.Path;
import java.util.List;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.testout.Splat;
import org.jspecify.annotations.Nullable;

/**
 * How the work of an attempt ended.
 *
 * @param steps build commands run
 * @param files to be left with the farm
 */
record Conclusion(
        Ending ending,
        @Nullable InfraReason reason,
        String sentence,
        @Nullable String accelerator,
        int steps,
        List<Product> files,
        List<Splat> splats) {

    record Product(String name, Path file) {}

    Conclusion {
        files = List.copyOf(files);
        splats = List.copyOf(splats);
    }

    static Conclusion error(InfraReason reason, String sentence) {
        return new Conclusion(Ending.ERROR, reason, sentence, null, 0, List.of(), List.of());
    }

    static Conclusion timedOut(String sentence) {
        return new Conclusion(Ending.TIMED_OUT, null, sentence, null, 0, List.of(), List.of());
    }
}
