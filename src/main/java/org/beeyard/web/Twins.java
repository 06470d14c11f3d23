package org.beeyard.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.history.FarmDetail;
import org.beeyard.history.History;
import org.beeyard.history.JobDetail;
import org.beeyard.history.JobHistory;
import org.beeyard.history.Logs;
import org.beeyard.history.Outside;
import org.beeyard.history.RunDetail;
import org.beeyard.history.SeriesPublications;
import org.beeyard.history.SeriesRow;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The same content as the pages, as data: at the page's path, and under {@code /api/v1}. */
@Path("/")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
class Twins {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private final History history;
    private final JobHistory jobs;
    private final Logs logs;
    private final Outside outside;

    Twins(History history, JobHistory jobs, Logs logs, Outside outside) {
        this.outside = outside;
        this.history = history;
        this.jobs = jobs;
        this.logs = logs;
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
    @Path("farm")
    public FarmDetail farm() {
        return outside.farm();
    }

    @GET
    @Path("runs/{id}")
    public RunDetail run(@PathParam("id") long id) {
        return history.run(id).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("jobs/{id}")
    public JobDetail job(@PathParam("id") long id) {
        return jobs.of(id).orElseThrow(NotFoundException::new);
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

    /** The whole log, or a range of it. */
    @GET
    @Path("attempts/{id}/log.txt")
    @Produces("text/plain;charset=UTF-8")
    public Response log(@PathParam("id") long id, @HeaderParam("Range") @Nullable String range) {
        long size = logs.size(id).orElseThrow(NotFoundException::new);
        Matcher asked = RANGE.matcher(range == null ? "" : range);
        if (!asked.matches()) {
            return Response.ok((StreamingOutput) out -> logs.write(id, 0, size, out))
                    .header("Accept-Ranges", "bytes")
                    .build();
        }
        long from = Long.parseLong(asked.group(1));
        long to = asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
        if (from >= size || to < from) {
            return Response.status(416)
                    .header("Content-Range", "bytes */" + size)
                    .build();
        }
        return Response.status(206)
                .header("Content-Range", "bytes " + from + "-" + to + "/" + size)
                .entity((StreamingOutput) out -> logs.write(id, from, to - from + 1, out))
                .build();
    }
}
