package org.beeyard.people;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where somebody goes who has signed in: a page of this farm, whatever the link says that they came by. Pure. */
public final class WayBack {

    private static final URI HOME = URI.create("/");

    private WayBack() {}

    /** The page, or home where that would be none of ours. */
    public static URI to(@Nullable String path) {
        return path != null && path.matches("/([^/\\\\\\s\\p{Cntrl}][!-~]{0,2000})?") ? uri(path) : HOME;
    }

    /** Of a page's address its path and query; of the sign-in itself home. */
    public static String path(@Nullable String address) {
        URI page = address == null ? HOME : uri(address);
        String path = page.getRawPath();
        return path == null || path.isEmpty() || path.startsWith("/sign-in")
                ? "/"
                : path + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return HOME;
        }
    }
}
