package org.beeyard.plan;

import java.util.List;

/**
 * A suite that the farm does not know by itself.
 *
 * @param archs on which it is run; empty for all
 * @param blocking whether what it finds counts in verdicts; otherwise it is only shown
 */
public record CustomSuite(String name, List<String> archs, Script script, boolean blocking) {

    public CustomSuite {
        archs = List.copyOf(archs);
    }

    boolean runsOn(String arch) {
        return archs.isEmpty() || archs.contains(arch);
    }
}
