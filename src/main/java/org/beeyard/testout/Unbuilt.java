package org.beeyard.testout;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;

/** What a build of the selftests had to leave out: tests, in each line a file of prog_tests and a test in it, and whole runners. */
public final class Unbuilt {

    private static final Pattern LINE = Pattern.compile("([\\w.-]{1,200}\\.c) (\\w{1,200})");
    private static final int MOST = 5_000;

    private Unbuilt() {}

    /** The file beside the runners that names the tests which a suite lacks. */
    public static Optional<String> file(String suite) {
        return suite.startsWith("test_progs")
                ? Optional.of(suite.startsWith("test_progs-bpf_gcc") ? "unbuilt-bpf_gcc" : "unbuilt")
                : Optional.empty();
    }

    public static List<TestReport> tests(String text, Predicate<String> wanted) {
        return text.lines()
                .filter(line -> line.length() <= 500)
                .map(LINE::matcher)
                .filter(line -> line.matches() && wanted.test(line.group(2)))
                .limit(MOST)
                .map(line -> unfit(line.toMatchResult()))
                .toList();
    }

    /** @param targets in each line one of the makefiles' that was asked for and is not there */
    public static boolean runner(String targets, String suite) {
        String target = suite.replaceFirst("_parallel$", "")
                .replaceFirst("^test_progs_", "test_progs-")
                .replaceFirst("^veristat_.*", "veristat");
        return targets.lines().anyMatch(target::equals);
    }

    private static TestReport unfit(MatchResult line) {
        String why = Lack.words("prog_tests/" + line.group(1) + " does not build");
        return new TestReport(line.group(2), null, Outcome.UNFIT, -1, why);
    }
}
