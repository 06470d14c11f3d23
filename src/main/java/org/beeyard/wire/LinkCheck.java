package org.beeyard.wire;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Whether others take links to the farm's own address, {@code farm.url}. Pure. */
public final class LinkCheck {

    /** Patchwork takes links of 200 characters; the paths of pages need some. */
    private static final int LONGEST = 150;

    private LinkCheck() {}

    public static List<String> problems(Optional<URI> url) {
        return url.flatMap(LinkCheck::unfit).map(why -> "farm.url: " + why).stream()
                .toList();
    }

    private static Optional<String> unfit(URI url) {
        if (!ServerCheck.isWeb(url)) {
            return Optional.of("must be like https://ci.example.org.");
        }
        String host = url.getHost();
        if (!host.contains(".") && !host.contains(":") && !host.equals("localhost")) {
            return Optional.of("the host " + host + " has no domain; Patchwork takes no links to such hosts.");
        }
        return url.toString().length() > LONGEST
                ? Optional.of("is longer than " + LONGEST + " characters; Patchwork takes no longer links.")
                : Optional.empty();
    }
}
