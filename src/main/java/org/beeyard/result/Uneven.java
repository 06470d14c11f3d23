package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/** Of two jobs of veristat that came to no good end, what only one got to: that both failed does not make it known. Pure. */
final class Uneven {

    private static final int NAMED = 100;

    private Uneven() {}

    /** Nothing where one has only crashed, in a VM that lived: what that lost is listed program by program. */
    static Optional<Finding> of(JobOutcome job, JobOutcome base) {
        List<String> lost = job.died() ? only(base, job, seen -> seen.word() == Outcome.PASS) : List.of();
        List<String> refused = base.died() ? only(job, base, Seen::broken) : List.of();
        if (lost.isEmpty() && refused.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(job.name() + ": " + job.sentence()));
        if (!lost.isEmpty()) {
            words.add("Not got to: " + programs(lost) + " that the base accepts.");
        }
        if (!refused.isEmpty()) {
            words.add("Refused: " + programs(refused) + " that the base did not get to.");
        }
        return Optional.of(new Finding(
                Kind.INFRASTRUCTURE,
                job.job(),
                Optional.empty(),
                String.join(" ", words),
                Optional.of(base.state().name()),
                Optional.of(job.state().name()),
                Optional.of(String.join(
                        "\n",
                        Stream.concat(
                                        lost.stream().limit(NAMED).map(name -> "not got to: " + name),
                                        refused.stream().limit(NAMED).map(name -> "refused: " + name))
                                .toList())),
                Optional.empty()));
    }

    /** Programs of the one in objects that the other did not get to. */
    private static List<String> only(JobOutcome one, JobOutcome other, Predicate<Seen> which) {
        Reach reach = Reach.of(other);
        return one.tests().entrySet().stream()
                .filter(program -> which.test(program.getValue()) && !reach.covers(program.getKey()))
                .map(program -> program.getKey().fullName())
                .sorted()
                .toList();
    }

    private static String programs(List<String> names) {
        return names.size() + " program" + (names.size() == 1 ? "" : "s");
    }
}
