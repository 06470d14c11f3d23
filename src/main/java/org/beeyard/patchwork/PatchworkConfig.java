package org.beeyard.patchwork;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The Patchwork projects whose series the farm tests. */
@ConfigMapping(prefix = "sources")
public interface PatchworkConfig {

    List<Source> patchwork();

    interface Source {

        /** Of the server, without {@code /api}. */
        URI url();

        /** The project's link name, the word in the server's addresses. */
        String project();

        /** Comments, and with them recheck requests, are told from 1.3 on. */
        @Pattern(regexp = "1\\.[2-9]", message = "is no version of Patchwork's API from 1.2 on")
        @WithDefault("1.2")
        String api();

        /** Users, by name or number: only patches delegated to one of them are tested. All when absent. */
        Optional<List<String>> delegate();

        /** Of a maintainer of the project; without one nothing is published. */
        Optional<String> token();

        Optional<Path> tokenFile();

        /** Between two cycles. */
        @WithDefault("60s")
        Duration poll();

        /** How old series may be that the first start takes. */
        @WithDefault("7d")
        Duration lookback();

        /** Between two looks at all recent patches, for what the events did not tell. */
        @WithDefault("3h")
        Duration rescan();

        /** How checks are named. */
        @WithDefault("beeyard")
        Contexts contexts();

        /** Mail addresses whose {@code Recheck-request:} is obeyed. */
        Optional<List<String>> recheck();

        /** Certificates (PEM) to trust instead of Java's own. */
        Optional<Path> ca();

        /** {@code http://host:port}. */
        Optional<URI> proxy();

        /** For one answer. */
        @WithDefault("30s")
        Duration timeout();

        /** What the farm calls it in its tables and pages. */
        default String name() {
            return project() + "@" + url().getAuthority();
        }
    }

    enum Contexts {
        /** {@code <instance>-<tree>-<arch>-<suite>}. */
        BEEYARD,
        /** The names of the Kernel Patches Daemon. */
        KPD
    }
}
