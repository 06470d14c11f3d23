package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.protocol.Effort;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/** Programs for which the verifier does more than the tree allows. Pure. */
final class Growth {

    private Growth() {}

    static List<Finding> of(JobOutcome job, JobOutcome base, Allowance allowance) {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<TestKey, Seen> program : job.tests().entrySet()) {
            Optional<Effort> now = program.getValue().effort();
            Optional<Effort> before =
                    Optional.ofNullable(base.tests().get(program.getKey())).flatMap(Seen::effort);
            List<String> words =
                    now.isEmpty() || before.isEmpty() ? List.of() : allowance.exceeded(before.get(), now.get());
            if (!words.isEmpty()) {
                findings.add(new Finding(
                        allowance.fail() ? Kind.NEW_FAILURE : Kind.GROWTH,
                        job.job(),
                        Optional.of(program.getKey()),
                        program.getKey().fullName(),
                        before.map(Growth::words),
                        now.map(Growth::words),
                        Optional.of(String.join("\n", words)),
                        Optional.empty()));
            }
        }
        return findings;
    }

    private static String words(Effort effort) {
        List<String> parts = new ArrayList<>();
        if (effort.states() != null) {
            parts.add(effort.states() + " states");
        }
        if (effort.instructions() != null) {
            parts.add(effort.instructions() + " instructions");
        }
        return String.join(", ", parts);
    }
}
