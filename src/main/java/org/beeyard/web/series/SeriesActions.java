package org.beeyard.web.series;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.beeyard.history.series.SeriesHistory;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.series.Approvals;
import org.beeyard.series.SeriesIntake;
import org.beeyard.web.Asker;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Approves series that wait for it. */
@Path("/")
@Blocking
@Consumes(MediaType.WILDCARD)
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
class SeriesActions {

    private final Approvals approvals;
    private final SeriesIntake intake;
    private final SeriesHistory history;
    private final CurrentCaller caller;

    SeriesActions(Approvals approvals, SeriesIntake intake, SeriesHistory history, CurrentCaller caller) {
        this.approvals = approvals;
        this.intake = intake;
        this.history = history;
        this.caller = caller;
    }

    record Approved(long series, String url) {}

    @POST
    @Path("api/v1/series/{id}/approve")
    @Needs(Right.ACT)
    @Operation(summary = "Lets a series be tested that waits because its author is not known")
    public Response approve(@PathParam("id") long id, @Context HttpHeaders headers) {
        var _ = history.series(id).orElseThrow(NotFoundException::new);
        Asker asker = Asker.of(headers.getAcceptableMediaTypes());
        if (!approvals.approve(id, caller.actor(), "")) {
            return asker.refused(
                    409,
                    "The series does not wait to be approved: somebody was first, or there is a newer version.",
                    "Look at the series.");
        }
        intake.announce();
        String url = "/series/" + id;
        return asker.done(url, 200, new Approved(id, url));
    }
}
