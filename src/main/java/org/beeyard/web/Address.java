package org.beeyard.web;

import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.beeyard.wire.FarmConfig;

/** Where people and programs elsewhere find this farm. */
public final class Address {

    private Address() {}

    /** Without a slash at its end. Where the farm does not say it, it is what the request's Host header says, and that may be anything. */
    public static String of(FarmConfig farm, UriInfo uri) {
        return farm.url()
                .map(Objects::toString)
                .orElse(uri.getBaseUri().toString())
                .replaceAll("/+$", "");
    }
}
