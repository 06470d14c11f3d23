package org.beeyard.result;

import java.util.List;
import java.util.Optional;
import org.beeyard.job.RunState;
import org.beeyard.result.Halving.Next;

/**
 * A search that does not wait for a run. What becomes of it is decided here. Pure.
 *
 * @param job where the tests fail
 * @param tests that fail; empty when it is the build, or a VM that dies
 * @param line what is halved
 * @param last what the last step said
 */
record Search(long id, long job, List<String> tests, Line line, Halving range, int steps, Optional<Step> last) {

    Search {
        tests = List.copyOf(tests);
    }

    record Step(int point, RunState state, String said) {}

    /** @param range what is left */
    record Decision(Halving range, Then then) {}

    sealed interface Then {
        record Try(int point) implements Then {}

        record Found(String sentence) implements Then {}

        record GivenUp(String sentence) implements Then {}
    }

    Decision next() {
        Halving left = last.map(step -> range.after(step.point(), step.state())).orElse(range);
        return new Decision(left, then(left));
    }

    private Then then(Halving left) {
        return switch (left.next()) {
            case Next.Found(int point) -> new Then.Found(line.found(point, tests));
            case Next.Try(int point)
            when last.isPresent() && left.equals(range) ->
                new Then.GivenUp(line.unclear(point, left, tests, last.get().said()));
            case Next.Try(int point) when steps >= line.most() -> new Then.GivenUp(line.enough(left, tests));
            case Next.Try(int point) -> new Then.Try(point);
        };
    }
}
