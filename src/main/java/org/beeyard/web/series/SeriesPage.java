package org.beeyard.web.series;

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
import java.util.List;
import org.beeyard.history.outside.Mirrored;
import org.beeyard.history.outside.Outside;
import org.beeyard.history.outside.SeriesPublications;
import org.beeyard.history.series.SeriesHistory;
import org.beeyard.history.series.SeriesRow;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A series with its patches, runs and versions: for people, and as data at the page's path and under {@code /api/v1}. */
@Path("/")
@Blocking
class SeriesPage {

    private final SeriesHistory history;
    private final Outside outside;
    private final Clock clock;

    SeriesPage(SeriesHistory history, Outside outside, Clock clock) {
        this.outside = outside;
        this.history = history;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance series(
                SeriesRow series,
                List<SeriesPublications.PostingRow> postings,
                List<Mirrored.PullRow> mirrors,
                List<SaidElsewhere> words,
                Instant now);
    }

    @GET
    @Path("series/{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance series(@PathParam("id") long id) {
        SeriesPublications said = outside.ofSeries(id);
        return Templates.series(
                seriesAsData(id),
                said.postings(),
                said.mirrors(),
                SaidElsewhere.of(said.publications()),
                clock.instant());
    }

    @GET
    @Path("series/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public SeriesRow seriesAsData(@PathParam("id") long id) {
        return history.series(id).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("api/v1/series/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A series with its patches, runs and versions")
    public SeriesRow seriesOfApi(@PathParam("id") long id) {
        return seriesAsData(id);
    }

    @GET
    @Path("api/v1/series/{id}/publications")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What is said of a series elsewhere")
    public SeriesPublications publications(@PathParam("id") long id) {
        var _ = seriesAsData(id);
        return outside.ofSeries(id);
    }
}
