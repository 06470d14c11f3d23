package org.beeyard.result;

import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.result.JobOutcome.TestKey;

/**
 * How far a job of veristat came. It tells of all programs of an object at once: one that it does not tell of is not there, where it told of
 * others of the same object. Pure.
 *
 * @param all whether it came to its end
 */
record Reach(boolean all, Set<String> objects) {

    Reach {
        objects = Set.copyOf(objects);
    }

    static Reach of(JobOutcome job) {
        return new Reach(
                job.toldAll(),
                job.tests().keySet().stream()
                        .map(program -> object(program.test()))
                        .collect(Collectors.toSet()));
    }

    boolean covers(TestKey program) {
        return covers(program.test());
    }

    boolean covers(String program) {
        return all || objects.contains(object(program));
    }

    private static String object(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf(':')));
    }
}
