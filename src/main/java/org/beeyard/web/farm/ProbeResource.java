package org.beeyard.web.farm;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.beeyard.job.RunPlanning;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.web.Asker;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Has each pool looked at, as after an installation. */
@Path("/api/v1/probe")
@Blocking
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
class ProbeResource {

    private final RunPlanning planning;
    private final CurrentCaller caller;

    ProbeResource(RunPlanning planning, CurrentCaller caller) {
        this.planning = planning;
        this.caller = caller;
    }

    /** @param run whose jobs look at the pools */
    record Begun(long run) {}

    @POST
    @Needs(Right.OPERATE)
    @Operation(summary = "Has each pool looked at")
    public Response probe(@Context HttpHeaders headers) {
        long run = planning.probe(caller.actor());
        return Asker.of(headers.getAcceptableMediaTypes()).made("/runs/" + run, "/api/v1/runs/" + run, new Begun(run));
    }
}
