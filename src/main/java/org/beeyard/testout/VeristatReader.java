package org.beeyard.testout;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads veristat's CSV: a row for each program with the verifier's verdict on it. The header, which may come again for each object, says which
 * column is which; rows before it are none. Its counts of states and instructions are taken where it has them. A program that the verifier refuses is a failure here: whether it matters says the base.
 */
final class VeristatReader extends UnitsReader {

    private static final int LONGEST = 1024;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private List<String> columns = List.of();
    private boolean finished;

    VeristatReader(Instant start, Consumer<TestReport> reports) {
        super(start, reports);
    }

    @Override
    public void line(String line, Instant at) {
        if (line.startsWith("file_name,prog_name,")) {
            columns = List.of(line.strip().split(",", 32));
            return;
        }
        finished |= line.startsWith("veristat: done ");
        String[] row = line.length() > LONGEST ? new String[0] : line.strip().split(",", 32);
        int verdict = columns.indexOf("verdict");
        if (verdict < 2
                || row.length != columns.size()
                || row[0].isBlank()
                || row[1].isBlank()
                || !known(row[verdict])) {
            units.said(line);
            return;
        }
        boolean accepted = row[verdict].equals("success");
        // no slash: that is what parts a test from its subtest
        units.ended(row[0] + ":" + row[1], accepted ? Outcome.PASS : Outcome.FAIL, accepted ? effort(row) : null, at);
    }

    /** Of a refused program the counts only say where the verifier stopped. */
    private @Nullable Effort effort(String[] row) {
        Integer states = count(row, "total_states");
        Integer instructions = count(row, "total_insns");
        return states == null && instructions == null ? null : new Effort(states, instructions);
    }

    private @Nullable Integer count(String[] row, String column) {
        int at = columns.indexOf(column);
        return at >= 0 && COUNT.matcher(row[at]).matches() ? Integer.valueOf(row[at]) : null;
    }

    private static boolean known(String verdict) {
        return verdict.equals("success") || verdict.equals("failure");
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public List<String> missing(List<String> expected) {
        return List.of(); // objects are listed, programs are not
    }

    @Override
    public String words() {
        return units.size() + " programs, " + units.broken() + " of them refused by the verifier"
                + (finished ? "" : ", and not all objects were looked at");
    }
}
