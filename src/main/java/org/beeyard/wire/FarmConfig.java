package org.beeyard.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;

/** How the farm presents itself to others. */
@ConfigMapping(prefix = "farm")
public interface FarmConfig {

    /** The first word of its checks' contexts. */
    @Pattern(regexp = "[-a-zA-Z0-9_]{1,40}", message = "may have letters, digits, - and _ only, 40 at most")
    @WithDefault("beeyard")
    String instance();

    /** Where people reach it; checks link there. */
    Optional<URI> url();

    /** Whether people reach it by https alone. */
    default boolean https() {
        return url().map(URI::getScheme).filter("https"::equals).isPresent();
    }

    /** Of one of its pages, empty where the farm does not say it. */
    default String address(String path) {
        return url().map(url -> withoutSlash(url) + path).orElse("");
    }

    /**
     * Without a slash at its end.
     *
     * @param asked the base of a request, of its Host header: that counts where the farm does not say it, and may be anything
     */
    default String addressFor(URI asked) {
        return withoutSlash(url().orElse(asked));
    }

    private static String withoutSlash(URI address) {
        return address.toString().replaceAll("/+$", "");
    }
}
