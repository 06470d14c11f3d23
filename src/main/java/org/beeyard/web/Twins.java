package org.beeyard.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.beeyard.history.History;
import org.beeyard.history.Outside;
import org.beeyard.history.RunDetail;
import org.beeyard.history.SeriesPublications;
import org.beeyard.history.SeriesRow;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The same content as the pages, as data: at the page's path, and under {@code /api/v1}. */
@Path("/")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
class Twins {

    private final History history;
    private final Outside outside;

    Twins(History history, Outside outside) {
        this.outside = outside;
        this.history = history;
    }

    @GET
    @Path("series/{id}")
    public SeriesRow series(@PathParam("id") long id) {
        return history.series(id).orElseThrow(NotFoundException::new);
    }

    /** What is said of the series elsewhere. */
    @GET
    @Path("api/v1/series/{id}/publications")
    @Operation(summary = "What is said of a series elsewhere")
    public SeriesPublications publications(@PathParam("id") long id) {
        var _ = history.series(id).orElseThrow(NotFoundException::new);
        return outside.ofSeries(id);
    }

    @GET
    @Path("runs/{id}")
    public RunDetail run(@PathParam("id") long id) {
        return history.run(id).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("api/v1/series/{id}")
    @Operation(summary = "A series with its patches, runs and versions")
    public SeriesRow seriesOfApi(@PathParam("id") long id) {
        return series(id);
    }

    @GET
    @Path("api/v1/runs/{id}")
    @Operation(summary = "A run with its jobs and findings")
    public RunDetail runOfApi(@PathParam("id") long id) {
        return run(id);
    }
}
