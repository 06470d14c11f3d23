package org.beeyard.testout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads KTAP with subtests in subtests. Those come before the test that they are of, so they wait for its line: what is indented deeper than
 * a result belongs to it. A test's subtests are named by their path below it.
 */
final class KtapReader implements SuiteReader {

    /** Subtests that may wait for their test. */
    private static final int MOST_WAITING = 20_000;

    private static final int MOST_LEVELS = 12;

    private record Node(String name, Outcome outcome, int millis, String log, List<Node> below) {}

    private static final class Level {
        final int indent;
        final List<Node> nodes = new ArrayList<>();
        int planned = -1;

        Level(int indent) {
            this.indent = indent;
        }
    }

    private final Units units;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final LogExcerpt log = new LogExcerpt();
    private Instant since;
    private int waiting;
    private int tests;
    private int failed;
    private boolean skipped;
    private @Nullable String problem;

    KtapReader(Instant start, Consumer<TestReport> reports) {
        this.units = new Units(start, reports);
        this.since = start;
        levels.push(new Level(0));
    }

    @Override
    public void line(String line, Instant at) {
        switch (KtapLine.of(line)) {
            case KtapLine.Result result -> ended(result, at);
            case KtapLine.Plan plan -> planned(plan);
            case KtapLine.Version version -> {
                if (version.indent() > level().indent) {
                    enter(version.indent());
                }
            }
            case KtapLine.Bail(String reason) -> note(reason.isEmpty() ? "it bailed out" : "it bailed out: " + reason);
            case KtapLine.Other _ -> log.add(line);
        }
    }

    private void planned(KtapLine.Plan plan) {
        if (plan.indent() > level().indent) {
            enter(plan.indent());
        }
        if (plan.indent() == level().indent) {
            level().planned = plan.tests();
            skipped |= level().indent == 0 && plan.tests() == 0 && plan.skipped();
        }
    }

    private void ended(KtapLine.Result result, Instant at) {
        List<Node> below = leave(result.indent());
        if (result.indent() > level().indent) {
            enter(result.indent());
        }
        int millis = (int) Math.clamp(Duration.between(since, at).toMillis(), 0, Integer.MAX_VALUE);
        Node node = new Node(
                result.name(), result.outcome(), millis, result.outcome().broken() ? log.text() : "", below);
        since = at;
        log.clear();
        if (level().indent == 0) {
            tests++;
            failed += node.outcome().broken() ? 1 : 0;
            waiting = 0;
            report(node, node.name(), null);
        } else if (waiting < MOST_WAITING) {
            waiting++;
            level().nodes.add(node);
        }
    }

    private void enter(int indent) {
        if (levels.size() < MOST_LEVELS) {
            levels.push(new Level(indent));
        }
    }

    /** Closes what is deeper than a line. Returns what waited there. */
    private List<Node> leave(int indent) {
        List<Node> below = List.of();
        while (levels.size() > 1 && level().indent > indent) {
            Level left = levels.pop();
            if (left.planned >= 0 && left.planned != left.nodes.size() && waiting < MOST_WAITING) {
                note("of " + left.planned + " subtests it planned, it reported " + left.nodes.size());
            }
            List<Node> all = new ArrayList<>(left.nodes);
            all.addAll(below);
            below = all;
        }
        return below;
    }

    private void report(Node node, String test, @Nullable String path) {
        for (Node child : node.below()) {
            report(child, test, path == null ? child.name() : path + "/" + child.name());
        }
        units.ended(test, path, node.outcome(), node.millis(), node.log());
    }

    private Level level() {
        return levels.element();
    }

    private void note(String words) {
        problem = problem == null ? words : problem;
    }

    @Override
    public void end(Instant at) {
        List<Node> orphans = leave(0);
        if (!orphans.isEmpty()) {
            note("it ended in the middle of a test");
            orphans.forEach(orphan -> report(orphan, "unfinished", orphan.name()));
            units.ended("unfinished", null, Outcome.ERROR, -1, log.text());
        }
        if (level().planned >= 0 && level().planned != tests) {
            note("of " + level().planned + " tests it planned, it reported " + tests);
        }
        if (tests == 0 && !skipped) {
            note("it reported no test");
        }
    }

    /** What is wrong beside failing tests, a clause. To be asked after {@link #end}. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Tests; a test's own line decides about its subtests. */
    int broken() {
        return failed;
    }

    @Override
    public boolean finished() {
        return problem == null;
    }

    @Override
    public List<String> missing(List<String> expected) {
        return units.missing(expected);
    }

    @Override
    public String unfinishedLog() {
        return log.text();
    }

    @Override
    public String words() {
        return tests + " tests, " + failed + " failed" + (problem == null ? "" : "; " + problem);
    }
}
