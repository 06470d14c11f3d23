package org.beeyard.testout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;

/** Reads the output of one suite as it appears. */
public interface SuiteReader {

    void line(String line, Instant at);

    /** Nothing more comes. To be called before what follows is asked. */
    default void end(Instant at) {}

    /** Whether the suite has said its closing words. */
    boolean finished();

    /** Of the tests that were to run, those that never reported. */
    List<String> missing(List<String> expected);

    /** How many tests the suite's closing words count beyond those that were read: none, unless the reading went wrong. */
    default int unread() {
        return 0; // most suites' words count what has no name, or one name twice
    }

    /** The test that the end of the output cut off, where it is known; it has been reported then. */
    default Optional<String> cutOff() {
        return Optional.empty(); // others are known by what is missing
    }

    /** What was printed since the last finished unit. */
    String unfinishedLog();

    /** What became of the test that printed it, when no other was running. */
    default Outcome unfinished() {
        return Outcome.ERROR;
    }

    /** The counts, a clause that can begin a sentence. */
    String words();

    /**
     * @param listed asked when the first line comes: the names that the suite's runner knows, in its order
     */
    static SuiteReader of(String suite, Instant start, Supplier<List<String>> listed, Consumer<TestReport> reports) {
        return new SanitizedReader(
                listed, suite.endsWith("_parallel"), reports, told -> ofWords(suite, start, listed, told));
    }

    private static SuiteReader ofWords(
            String suite, Instant start, Supplier<List<String>> listed, Consumer<TestReport> reports) {
        if (suite.startsWith("test_progs")) {
            return new TestProgsReader(listed, suite.endsWith("_parallel"), start, reports);
        }
        if (suite.startsWith("veristat")) {
            return new VeristatReader(start, reports);
        }
        return switch (suite) {
            case "test_verifier" -> new VerifierReader(start, reports);
            case "test_maps" -> new MapsReader(start, reports);
            case "bpftool" -> new KtapReader(start, reports);
            case "sched_ext" -> new SchedExtReader(start, reports);
            default -> new PlainReader(start, reports);
        };
    }
}
