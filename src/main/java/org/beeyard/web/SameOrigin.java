package org.beeyard.web;

import jakarta.inject.Provider;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.beeyard.people.Caller;
import org.beeyard.people.CurrentCaller;
import org.beeyard.wire.FarmConfig;

/** Another site's form cannot change anything here: browsers say from which site a request comes. */
@jakarta.ws.rs.ext.Provider
class SameOrigin implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Of Sec-Fetch-Site; none is a person's own doing. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final Provider<FarmConfig> farm;
    private final Provider<CurrentCaller> caller;

    /** They are not there yet when filters are made. */
    SameOrigin(Provider<FarmConfig> farm, Provider<CurrentCaller> caller) {
        this.farm = farm;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!READING.contains(request.getMethod()) && isForeign(request)) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN)
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity(
                            "A request that changes something must come from a page of this farm. Reload the page and try again; programs send a token instead of a cookie.\n")
                    .build());
        }
    }

    /** A cookie goes along with whatever a browser sends, so with one it must be said where the request comes from. */
    private boolean isForeign(ContainerRequestContext request) {
        Optional<String> origin = Optional.ofNullable(request.getHeaderString("Origin"));
        Optional<String> site = Optional.ofNullable(request.getHeaderString("Sec-Fetch-Site"));
        boolean silent = origin.isEmpty() && site.isEmpty();
        return origin.filter(from -> !isOurs(from, request)).isPresent()
                || site.filter(from -> !OURS.contains(from)).isPresent()
                || silent && caller.get().get() instanceof Caller.SignedIn;
    }

    private boolean isOurs(String origin, ContainerRequestContext request) {
        String site = origin.replaceFirst("^https?://", "");
        return site.equals(request.getUriInfo().getBaseUri().getAuthority())
                || farm.get().url().map(URI::getAuthority).equals(Optional.of(site));
    }
}
