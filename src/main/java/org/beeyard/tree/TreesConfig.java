package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees that the farm follows. */
@ConfigMapping(prefix = "trees")
public interface TreesConfig {

    @WithParentName
    Map<String, Entry> all();

    interface Entry extends Origin {

        /** What it holds. */
        @WithDefault("kernel")
        TreeKind kind();

        /** Of a part of a kernel, the tree whose kernel and selftests it is built and tested with. */
        Optional<String> against();

        /** Subject tags that choose this tree. */
        Optional<List<String>> tags();

        /** The name of a list under {@code matrix}. */
        @WithDefault("default")
        String matrix();

        /** When its bases are run. */
        @WithDefault("on-series")
        Runs runs();

        /** When its newest base is run, be it once more; as {@link Schedule} has times. */
        Optional<String> schedule();

        /** Whether verdicts on it are mailed, when mail is configured. */
        @WithDefault("true")
        boolean mail();

        /** The name of an entry under {@code ci}. */
        Optional<String> ci();

        /** How much more the verifier may do for a program of veristat than on the base; nothing sets a limit when absent. */
        Optional<Veristat> veristat();

        /** Where series from Patchwork that are applied to it are shown as pull requests. */
        Optional<Mirror> mirror();
    }

    /** When a base that was not run yet is. */
    enum Runs {
        /** As soon as a series is applied to it. */
        ON_SERIES,
        /** As soon as the farm sees it. */
        ON_BASE
    }

    /** Beyond its limits a series' run is a warning. */
    interface Veristat {

        Optional<Percent> states();

        Optional<Percent> instructions();

        /** A growth of fewer states or instructions is none, whatever its share: small programs double easily. */
        @Min(0)
        @WithDefault("100")
        int atLeast();

        /** Whether it is a failure instead. */
        @WithDefault("false")
        boolean fail();
    }

    /** A repository on the configured GitHub. The branches {@code series/…} and {@code …_base} there are the farm's. */
    interface Mirror {

        /** {@code owner/name}. */
        String repository();

        /** Where git pushes; by default to the server. */
        Optional<String> git();

        /** How long a branch stays after its pull request was closed. */
        @WithDefault("7d")
        Duration keep();
    }
}
