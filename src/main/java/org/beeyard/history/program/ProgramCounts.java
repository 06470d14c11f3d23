package org.beeyard.history.program;

/** How many programs a run's veristat jobs show otherwise than its base's, by what has become of them. */
public record ProgramCounts(long refused, long grew, long added, long gone, long shrank, long accepted) {

    public long all() {
        return refused + grew + added + gone + shrank + accepted;
    }
}
