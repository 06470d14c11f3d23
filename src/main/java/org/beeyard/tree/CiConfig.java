package org.beeyard.tree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.util.Map;

/**
 * CI configuration repositories, in the layout of kernel-patches/vmtest: temporary patches in {@code ci/diffs}, kernel
 * configurations and lists of tests in {@code ci/vmtest/configs}.
 */
@ConfigMapping(prefix = "ci")
public interface CiConfig {

    /** Of a repository, the folder with the configurations; of it the agents get a copy. */
    String CONFIGS = "ci/vmtest/configs";

    @WithParentName
    Map<String, Entry> all();

    interface Entry extends Origin {

        /** Which of the lists for upstream's two deployments counts, beside those for both: that of its main one, or of its trials. */
        @Pattern(regexp = "prod|rc")
        @WithDefault("rc")
        String deployment();
    }
}
