package org.beeyard.plan;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The suites that the farm knows by itself, and what has to be built for them. Pure. */
public final class Suites {

    private static final Pattern NAMES = Pattern.compile(
            "test_progs(_no_alu32|_cpuv4|-bpf_gcc)?(_parallel)?|test_verifier|test_maps|bpftool|sched_ext|veristat(_[a-z0-9]{1,20})?");

    private static final Pattern DIVISIBLE = Pattern.compile("test_progs(_no_alu32|_cpuv4|-bpf_gcc)?");

    private static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    private Suites() {}

    public static boolean known(String suite) {
        return NAMES.matcher(suite).matches();
    }

    /** Whether a custom suite may have the name. */
    public static boolean nameable(String suite) {
        return CUSTOM.matcher(suite).matches() && !suite.equals("build") && !suite.equals("probe");
    }

    /** Whether its tests may be run by several VMs, some by each. */
    public static boolean divisible(String suite) {
        return DIVISIBLE.matcher(suite).matches();
    }

    /** Whether it names its tests before it runs them: what it does not name is not to be run. */
    public static boolean namesTests(String suite) {
        return suite.startsWith("test_progs") || suite.startsWith("sched_ext");
    }

    /** Whether it says what differs between two kernels, and nothing about one alone. */
    public static boolean compares(String suite) {
        return suite.startsWith("veristat");
    }

    /** Of the selftests' makefiles; {@code sched_ext} is a folder of its own. */
    public static SortedSet<String> targets(Collection<String> suites) {
        SortedSet<String> targets = new TreeSet<>();
        suites.stream().filter(Suites::known).forEach(suite -> targets.addAll(targets(suite)));
        return targets;
    }

    private static List<String> targets(String suite) {
        if (suite.equals("test_verifier")) {
            return List.of("bpf_testmod.ko", suite); // without the module it ends before its first test
        }
        if (suite.equals("bpftool")) {
            return List.of(
                    "metadata_unused.bpf.o",
                    "metadata_used.bpf.o"); // the programs of its scripts; all programs need the tool
        }
        return compares(suite)
                ? List.of("test_progs", "veristat") // the programs that veristat looks at are those of test_progs
                : List.of(suite.replaceFirst("_parallel$", "").replaceFirst("^test_progs_", "test_progs-"));
    }
}
