package org.beeyard.web.farm;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.beeyard.job.PoolPauses;
import org.beeyard.job.Pools;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.web.Asker;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Stops pools and lets them go on. */
@Path("/api/v1/pools")
@Blocking
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
class PoolResource {

    private final Pools pools;
    private final PoolPauses pauses;
    private final CurrentCaller caller;

    PoolResource(Pools pools, PoolPauses pauses, CurrentCaller caller) {
        this.pools = pools;
        this.pauses = pauses;
        this.caller = caller;
    }

    record Standing(String pool, boolean paused) {}

    @POST
    @Path("{name}/pause")
    @Needs(Right.OPERATE)
    @Operation(summary = "Starts nothing more in the pool")
    public Response pause(@PathParam("name") String name, @Context HttpHeaders headers) {
        if (!pauses.pause(name, caller.actor())) {
            throw new NotFoundException();
        }
        return asker(headers).done("/farm", 200, new Standing(name, true));
    }

    @POST
    @Path("{name}/resume")
    @Needs(Right.OPERATE)
    @Operation(summary = "Lets a paused pool go on")
    public Response resume(@PathParam("name") String name, @Context HttpHeaders headers) {
        if (pools.named(name).isEmpty()) {
            throw new NotFoundException();
        }
        return pauses.resume(name, caller.actor())
                ? asker(headers).done("/farm", 200, new Standing(name, false))
                : asker(headers)
                        .refused(409, "Pool " + name + " is not paused: it takes jobs.", "Look at the page /farm.");
    }

    private static Asker asker(HttpHeaders headers) {
        return Asker.of(headers.getAcceptableMediaTypes());
    }
}
