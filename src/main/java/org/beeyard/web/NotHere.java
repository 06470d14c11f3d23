package org.beeyard.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is said where nothing is: by the farm's pages, and by its API. */
class NotHere {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance page(String address);
    }

    @ServerExceptionMapper
    public Response answer(NotFoundException why, ContainerRequestContext request) {
        if (why.getResponse().hasEntity()) {
            return why.getResponse();
        }
        String address = "/" + request.getUriInfo().getPath().replaceFirst("^/+", "");
        return Asker.of(request.getAcceptableMediaTypes()) == Asker.PERSON
                ? Response.status(Response.Status.NOT_FOUND)
                        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                        .entity(Templates.page(address).render())
                        .build()
                : Refusal.problem(
                        404,
                        "There is nothing at " + address + ", or a value in the address cannot be read.",
                        "The API is described at /api.");
    }
}
