package org.beeyard.web;

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
import org.beeyard.history.History;
import org.beeyard.history.Mirrored;
import org.beeyard.history.Outside;
import org.beeyard.history.RunDetail;
import org.beeyard.history.SeriesPublications;
import org.beeyard.history.SeriesRow;

/** The pages for people. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class Pages {

    private final History history;
    private final Outside outside;
    private final Clock clock;

    Pages(History history, Outside outside, Clock clock) {
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

        static native TemplateInstance run(RunDetail detail, Instant now);
    }

    @GET
    @Path("series/{id}")
    public TemplateInstance series(@PathParam("id") long id) {
        SeriesPublications said = outside.ofSeries(id);
        return Templates.series(
                history.series(id).orElseThrow(NotFoundException::new),
                said.postings(),
                said.mirrors(),
                SaidElsewhere.of(said.publications()),
                clock.instant());
    }

    @GET
    @Path("runs/{id}")
    public TemplateInstance run(@PathParam("id") long id) {
        return Templates.run(history.run(id).orElseThrow(NotFoundException::new), clock.instant());
    }
}
