package org.beeyard.testout;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.beeyard.protocol.TestReport;

/** Reads a suite that tells of one unit after the other. */
abstract class UnitsReader implements SuiteReader {

    final Units units;

    UnitsReader(Instant start, Consumer<TestReport> reports) {
        this.units = new Units(start, reports);
    }

    @Override
    public List<String> missing(List<String> expected) {
        return units.missing(expected);
    }

    @Override
    public String unfinishedLog() {
        return units.log();
    }
}
