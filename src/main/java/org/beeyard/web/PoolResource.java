package org.beeyard.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.beeyard.job.PoolPauses;

/** Stops pools and lets them go on. */
@Path("/api/v1/pools")
@Blocking
class PoolResource {

    private final PoolPauses pauses;

    PoolResource(PoolPauses pauses) {
        this.pauses = pauses;
    }

    @POST
    @Path("{name}/pause")
    public Response pause(@PathParam("name") String name, @Context UriInfo uri) {
        return answer(pauses.pause(name, "Somebody has paused it."), uri);
    }

    @POST
    @Path("{name}/resume")
    public Response resume(@PathParam("name") String name, @Context UriInfo uri) {
        return answer(pauses.resume(name), uri);
    }

    private static Response answer(boolean done, UriInfo uri) {
        if (!done) {
            throw new NotFoundException();
        }
        return Response.seeOther(uri.getBaseUri().resolve("/farm")).build();
    }
}
