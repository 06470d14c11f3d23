package org.beeyard.web.farm;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.beeyard.job.PoolPauses;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Stops pools and lets them go on. */
@Path("/api/v1/pools")
@Blocking
class PoolResource {

    private final PoolPauses pauses;
    private final CurrentCaller caller;

    PoolResource(PoolPauses pauses, CurrentCaller caller) {
        this.pauses = pauses;
        this.caller = caller;
    }

    @POST
    @Path("{name}/pause")
    @Needs(Right.OPERATE)
    @Operation(summary = "Starts nothing more in the pool")
    public Response pause(@PathParam("name") String name, @Context UriInfo uri) {
        return answer(pauses.pause(name, caller.actor()), uri);
    }

    @POST
    @Path("{name}/resume")
    @Needs(Right.OPERATE)
    @Operation(summary = "Lets a paused pool go on")
    public Response resume(@PathParam("name") String name, @Context UriInfo uri) {
        return answer(pauses.resume(name, caller.actor()), uri);
    }

    private static Response answer(boolean done, UriInfo uri) {
        if (!done) {
            throw new NotFoundException();
        }
        return Response.seeOther(uri.getBaseUri().resolve("/farm")).build();
    }
}
