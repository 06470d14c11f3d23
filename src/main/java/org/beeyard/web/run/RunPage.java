package org.beeyard.web.run;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.beeyard.history.run.RunDetail;
import org.beeyard.history.run.RunHistory;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A run with its jobs and findings: for people, and as data at the page's path and under {@code /api/v1}. */
@Path("/")
@Blocking
class RunPage {

    private final RunHistory history;
    private final Clock clock;

    RunPage(RunHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance run(RunDetail detail, Instant now);
    }

    @GET
    @Path("runs/{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance run(@PathParam("id") long id) {
        return Templates.run(runAsData(id), clock.instant());
    }

    @GET
    @Path("runs/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public RunDetail runAsData(@PathParam("id") long id) {
        return history.run(id).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("api/v1/runs/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A run with its jobs and findings")
    public RunDetail runOfApi(@PathParam("id") long id) {
        return runAsData(id);
    }
}
