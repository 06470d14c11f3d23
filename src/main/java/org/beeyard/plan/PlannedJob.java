package org.beeyard.plan;

import java.util.List;
import java.util.Optional;

/**
 * A node of a run's graph.
 *
 * @param name unique in its run: {@code build x86_64 gcc}, {@code test_progs x86_64 gcc}
 * @param needs names of jobs of the same run that must have passed
 * @param needsOfBase names of jobs of the base's run that must have ended
 */
public record PlannedJob(
        String name,
        JobKind kind,
        String arch,
        String compiler,
        Optional<String> suite,
        String pool,
        String kernelConfig,
        List<String> tests,
        List<String> deny,
        List<String> needs,
        List<String> needsOfBase) {

    public PlannedJob {
        tests = List.copyOf(tests);
        deny = List.copyOf(deny);
        needs = List.copyOf(needs);
        needsOfBase = List.copyOf(needsOfBase);
    }
}
