package org.beeyard.testout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The warnings of a build, each once, in bounded memory. */
public final class BuildWarnings {

    private static final int MOST = 200;

    private final Set<BuildWarning> first = new LinkedHashSet<>();
    private int beyond;

    public void line(String line) {
        BuildWarning.of(line).ifPresent(warning -> {
            if (first.size() < MOST) {
                first.add(warning);
            } else if (!first.contains(warning)) {
                beyond++;
            }
        });
    }

    public List<BuildWarning> first() {
        return List.copyOf(first);
    }

    /** With those that were left out, which are counted as often as they came. */
    public int all() {
        return first.size() + beyond;
    }
}
