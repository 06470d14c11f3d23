package org.beeyard.result;

import java.util.List;

/** What a search halves, in the words of its sentences. Points count from 1; 0 is good. Pure. */
sealed interface Line permits PatchLine, CommitLine {

    /** Steps that it may take. */
    int most();

    String found(int point, List<String> tests);

    /** @param point that could not be tested */
    String unclear(int point, Halving left, List<String> tests, String said);

    String enough(Halving left, List<String> tests);
}
