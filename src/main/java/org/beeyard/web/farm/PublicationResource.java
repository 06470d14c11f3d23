package org.beeyard.web.farm;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.beeyard.check.Again;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.web.Asker;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Has what could not be published tried again. */
@Path("/api/v1/publications")
@Blocking
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
class PublicationResource {

    private final Again again;
    private final CurrentCaller caller;

    PublicationResource(Again again, CurrentCaller caller) {
        this.again = again;
        this.caller = caller;
    }

    /** @param publication that is tried again */
    record Tried(long publication) {}

    @POST
    @Path("{id}/retry")
    @Needs(Right.OPERATE)
    @Operation(summary = "Says it once more, now")
    public Response retry(@PathParam("id") long id, @Context HttpHeaders headers) {
        Asker asker = Asker.of(headers.getAcceptableMediaTypes());
        return again.say(id, caller.actor())
                ? asker.done("/farm", 202, new Tried(id))
                : asker.refused(
                        409,
                        "Publication " + id + " does not wait to be said: it was said meanwhile, or there is none.",
                        "Look at the page /farm for those that do.");
    }
}
