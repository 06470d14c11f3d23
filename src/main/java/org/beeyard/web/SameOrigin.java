package org.beeyard.web;

import jakarta.inject.Provider;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.beeyard.check.FarmConfig;

/** Another site's form cannot change anything here: browsers say from which site a request comes. */
@jakarta.ws.rs.ext.Provider
class SameOrigin implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Provider<FarmConfig> farm;

    /** @param farm is not there yet when filters are made */
    SameOrigin(Provider<FarmConfig> farm) {
        this.farm = farm;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        if (origin == null || READING.contains(request.getMethod())) {
            return;
        }
        String site = origin.replaceFirst("^https?://", "");
        if (!site.equals(request.getUriInfo().getBaseUri().getAuthority())
                && !farm.get().url().map(URI::getAuthority).equals(Optional.of(site))) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN).build());
        }
    }
}
