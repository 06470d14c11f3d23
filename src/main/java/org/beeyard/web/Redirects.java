package org.beeyard.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * A redirect within the farm names no scheme and no host: behind a proxy the farm does not know by which it was reached. Browsers
 * that hold forms to the page's own site would go nowhere.
 */
class Redirects {

    @ServerResponseFilter
    public void stayHere(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getHeaders().getFirst(HttpHeaders.LOCATION) instanceof URI to) {
            URI path = request.getUriInfo().getBaseUri().resolve("/").relativize(to);
            if (!path.isAbsolute()) {
                response.getHeaders().putSingle(HttpHeaders.LOCATION, URI.create("/" + path));
            }
        }
    }
}
