package org.beeyard.plan;

import java.util.List;
import java.util.Optional;

/**
 * A node of a run's graph.
 *
 * @param name unique in its run: {@code build x86_64 gcc}, {@code test_progs x86_64 gcc}
 * @param needs names of jobs of the same run that must have passed
 * @param needsOfBase names of jobs of the base's run that must have ended
 * @param script what a custom suite runs
 * @param blocking whether what it finds counts in verdicts
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
        List<String> needsOfBase,
        Optional<Script> script,
        boolean blocking) {

    public PlannedJob(
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
        this(
                name,
                kind,
                arch,
                compiler,
                suite,
                pool,
                kernelConfig,
                tests,
                deny,
                needs,
                needsOfBase,
                Optional.empty(),
                true);
    }

    public PlannedJob {
        tests = List.copyOf(tests);
        deny = List.copyOf(deny);
        needs = List.copyOf(needs);
        needsOfBase = List.copyOf(needsOfBase);
    }
}
