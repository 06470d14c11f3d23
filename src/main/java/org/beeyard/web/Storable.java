package org.beeyard.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Refuses URLs with a NUL in them: no text in the database has one, and a query that asks for it fails. */
@Provider
class Storable implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        URI asked = request.getUriInfo().getRequestUri();
        if ((asked.getRawPath() + "?" + asked.getRawQuery()).contains("%00")) {
            request.abortWith(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity("The URL has a NUL character (%00) in it.\n")
                    .build());
        }
    }
}
