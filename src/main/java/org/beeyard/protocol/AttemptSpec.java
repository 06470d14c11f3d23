package org.beeyard.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is to do.
 *
 * @param protocol the version of these records, {@value #PROTOCOL}; an agent refuses one that it does not know
 */
public record AttemptSpec(int protocol, long attempt, String name, Work work, Limits limits) {

    public static final int PROTOCOL = 1;

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Build.class, name = "build"),
        @JsonSubTypes.Type(value = Test.class, name = "test"),
        @JsonSubTypes.Type(value = Check.class, name = "check"),
        @JsonSubTypes.Type(value = Probe.class, name = "probe")
    })
    public sealed interface Work permits Build, Test, Check, Probe {}

    /**
     * Make a kernel and its selftests.
     *
     * @param compiler as jobs name it: {@code gcc}, {@code clang-19}, {@code gcc-asan}
     * @param kernelConfig {@code small} or {@code full}
     * @param source all files of the base, tar.zst
     * @param ci configurations and lists of the CI configuration, tar.zst
     * @param delta what the series changes, as {@code KernelTrees.writeDelta} says
     * @param kernelFirst whether the kernel is the base's own: the one in its output, or built before the delta is laid over
     * @param output under which name the machine's cache may hold the base's build output, to start from
     * @param outputBlob the same from the store, tar.zst, where machines are many
     * @param tests the tests to build, by file name under prog_tests; empty for all
     * @param targets of the selftests' makefile, such as {@code test_progs-no_alu32}
     * @param changed the paths that the series touches: its tests are built too
     * @param keepOutput the name under which to keep the output for others to start from: base builds only
     * @param deliverOutput whether to leave it with the farm instead
     * @param expectedSteps how many commands the last such build ran, 0 when unknown
     * @param asan whether the selftests are built with the address sanitizer
     */
    public record Build(
            String arch,
            String compiler,
            String kernelConfig,
            BlobRef source,
            @Nullable BlobRef ci,
            @Nullable BlobRef delta,
            boolean kernelFirst,
            @Nullable String output,
            @Nullable BlobRef outputBlob,
            List<String> tests,
            List<String> targets,
            List<String> changed,
            @Nullable String keepOutput,
            boolean deliverOutput,
            int expectedSteps,
            boolean asan)
            implements Work {
        public Build {
            tests = List.copyOf(tests);
            targets = List.copyOf(targets);
            changed = List.copyOf(changed);
        }
    }

    /**
     * Boot a kernel and run one suite.
     *
     * @param vm what a build delivered for it, tar.zst
     * @param ci configurations and lists of the CI configuration, tar.zst
     * @param only full names of the tests to run; empty for all
     * @param deny full names, or patterns, of tests not to run
     * @param acceleration {@code required}, {@code preferred} or {@code never}: whether KVM is used
     * @param deployment which lists count of those that the CI configuration has for one deployment alone
     * @param seconds how long the VM may live
     * @param silentSeconds after which a VM that says nothing counts as hung
     * @param expectedTests how many tests reported last time, 0 when unknown
     * @param share of the suite that is to be run, when others run the rest
     * @param custom what the suite is, when it is a script of the CI configuration
     * @param asan whether it is built with the address sanitizer
     * @param base whether the kernel is a base's own, without strangers' patches: what becomes of it says something about the host
     */
    public record Test(
            String arch,
            String suite,
            BlobRef vm,
            @Nullable BlobRef ci,
            List<String> only,
            List<String> deny,
            String deployment,
            String acceleration,
            int cpus,
            long memoryBytes,
            int seconds,
            int silentSeconds,
            int expectedTests,
            @Nullable Share share,
            @Nullable Custom custom,
            boolean asan,
            boolean base)
            implements Work {
        public Test {
            only = List.copyOf(only);
            deny = List.copyOf(deny);
        }
    }

    /**
     * A part of a suite; lists of the tree and the CI configuration count in it.
     *
     * @param only names of the tests to run; empty for all others
     * @param except names of those that others run
     */
    public record Share(List<String> only, List<String> except) {
        public Share {
            only = List.copyOf(only);
            except = List.copyOf(except);
        }
    }

    /**
     * @param script its path in the CI configuration's folder
     * @param report {@code exit}, {@code ktap} or {@code json}: how it says what it found
     */
    public record Custom(String script, String report) {}

    /**
     * Run a custom suite's script beside the sources.
     *
     * @param source all files of the base, tar.zst
     * @param ci with the script, tar.zst
     * @param delta what the series changes, as {@code KernelTrees.writeDelta} says
     * @param changed the paths that the series touches
     */
    public record Check(
            String arch,
            String suite,
            BlobRef source,
            BlobRef ci,
            @Nullable BlobRef delta,
            List<String> changed,
            Custom custom,
            int seconds)
            implements Work {
        public Check {
            changed = List.copyOf(changed);
        }
    }

    /**
     * See whether this is a place for the other kinds of work.
     *
     * @param arch of the VMs to come, {@code any} for the host's own
     * @param acceleration as in {@link Test}
     * @param builds the architectures besides, that are built for
     * @param emulates the architectures besides, whose VMs are booted
     */
    public record Probe(String arch, String acceleration, List<String> builds, List<String> emulates) implements Work {
        public Probe {
            builds = List.copyOf(builds);
            emulates = List.copyOf(emulates);
        }
    }

    /**
     * @param cpus to use, 0 for all that there are
     * @param seconds after which the agent gives up and says so
     * @param logBytes of the attempt's log that are kept: a quarter from the beginning, the rest from the end
     */
    public record Limits(int cpus, long memoryBytes, long diskBytes, int seconds, long logBytes, long artifactBytes) {}

    public record BlobRef(String sha256, long size) {}
}
