package org.beeyard.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.FarmDetail;
import org.beeyard.history.History;
import org.beeyard.history.JobDetail;
import org.beeyard.history.JobHistory;
import org.beeyard.history.Logs;
import org.beeyard.history.Outside;
import org.beeyard.history.RunDetail;
import org.beeyard.history.SeriesPublications;
import org.beeyard.history.SeriesRow;
import org.jspecify.annotations.Nullable;

/** The pages for people. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class Pages {

    private static final int LOG_WINDOW = 256 * 1024;

    private final History history;
    private final JobHistory jobs;
    private final Logs logs;
    private final Outside outside;
    private final Clock clock;

    Pages(History history, JobHistory jobs, Logs logs, Outside outside, Clock clock) {
        this.outside = outside;
        this.history = history;
        this.jobs = jobs;
        this.logs = logs;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance series(
                SeriesRow series, List<SeriesPublications.PostingRow> postings, List<SaidElsewhere> words, Instant now);

        static native TemplateInstance farm(FarmDetail farm, List<History.PoolRow> pools, Instant now);

        static native TemplateInstance run(RunDetail detail, Instant now);

        static native TemplateInstance job(JobDetail job, String tail, Instant now);

        static native TemplateInstance log(long attempt, String text, long from, long to, long size, long before);
    }

    @GET
    @Path("series/{id}")
    public TemplateInstance series(@PathParam("id") long id) {
        SeriesPublications said = outside.ofSeries(id);
        return Templates.series(
                history.series(id).orElseThrow(NotFoundException::new),
                said.postings(),
                SaidElsewhere.of(said.publications()),
                clock.instant());
    }

    @GET
    @Path("farm")
    public TemplateInstance farm() {
        return Templates.farm(outside.farm(), history.pools(), clock.instant());
    }

    @GET
    @Path("runs/{id}")
    public TemplateInstance run(@PathParam("id") long id) {
        return Templates.run(history.run(id).orElseThrow(NotFoundException::new), clock.instant());
    }

    @GET
    @Path("jobs/{id}")
    public TemplateInstance job(@PathParam("id") long id) throws IOException {
        JobDetail job = jobs.of(id).orElseThrow(NotFoundException::new);
        String tail = "";
        if (!job.attempts().isEmpty()) {
            long attempt = job.attempts().getFirst().id();
            long size = logs.size(attempt).orElse(0);
            tail = text(attempt, Math.max(0, size - 16 * 1024), size);
            if (size > 16 * 1024) {
                tail = tail.substring(tail.indexOf('\n') + 1);
            }
        }
        return Templates.job(job, tail, clock.instant());
    }

    @GET
    @Path("attempts/{id}/log")
    public TemplateInstance log(@PathParam("id") long id, @QueryParam("from") @Nullable Long from) throws IOException {
        long size = logs.size(id).orElseThrow(NotFoundException::new);
        long start = Math.clamp(from == null ? size - LOG_WINDOW : from, 0, size);
        long end = Math.min(size, start + LOG_WINDOW);
        return Templates.log(id, text(id, start, end), start, end, size, Math.max(0, start - LOG_WINDOW));
    }

    private String text(long attempt, long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        logs.write(attempt, from, to - from, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
