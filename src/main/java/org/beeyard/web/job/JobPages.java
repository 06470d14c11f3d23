package org.beeyard.web.job;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.beeyard.blob.BlobStore;
import org.beeyard.history.job.JobDetail;
import org.beeyard.history.job.JobHistory;
import org.beeyard.log.IndexedLog;
import org.beeyard.log.IndexedLogs;
import org.beeyard.log.LogText;
import org.beeyard.log.LogWindow;
import org.beeyard.web.log.LogView;
import org.jspecify.annotations.Nullable;

/** A job: what failed first, what its attempts did when, what they left. */
@Path("/")
@Blocking
class JobPages {

    private static final int TAIL = 40;

    private final JobHistory jobs;
    private final IndexedLogs indexed;
    private final LogText text;
    private final BlobStore blobs;
    private final Clock clock;

    JobPages(JobHistory jobs, IndexedLogs indexed, LogText text, BlobStore blobs, Clock clock) {
        this.jobs = jobs;
        this.indexed = indexed;
        this.text = text;
        this.blobs = blobs;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance job(JobView view, Instant now);
    }

    @GET
    @Path("jobs/{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(@PathParam("id") long id) throws IOException {
        return Templates.job(data(id), clock.instant());
    }

    @GET
    @Path("jobs/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public JobView data(@PathParam("id") long id) throws IOException {
        JobDetail job = jobs.of(id).orElseThrow(NotFoundException::new);
        List<IndexedLog> logs = new ArrayList<>();
        for (JobDetail.AttemptRow attempt : job.attempts()) {
            indexed.of(attempt.id()).ifPresent(logs::add);
        }
        Map<Long, IndexedLog> byAttempt =
                logs.stream().collect(Collectors.toMap(log -> log.attempt().id(), Function.identity()));
        Instant now = clock.instant();
        List<JobView.Told> told = job.attempts().stream()
                .map(row -> new JobView.Told(
                        row, row.id(), Timeline.of(row, Optional.ofNullable(byAttempt.get(row.id())), now)))
                .toList();
        return new JobView(job, firstFailure(job, logs), told, tail(logs));
    }

    private @Nullable FirstFailure firstFailure(JobDetail job, List<IndexedLog> logs) throws IOException {
        Optional<FirstFailure.Place> found = job.good() ? Optional.empty() : FirstFailure.in(logs);
        if (found.isEmpty()) {
            return null;
        }
        FirstFailure.Place place = found.get();
        int lines = (int) (place.mark().line() - place.first()) + 1 + place.after();
        LogWindow window = text.window(place.log(), place.first(), lines);
        return new FirstFailure(
                place.log().attempt().id(),
                place.log().attempt().number(),
                place.look(job.blameless()),
                place.mark(),
                LogView.rows(window.lines(), Set.of(place.mark().line()), null));
    }

    private JobView.@Nullable Tail tail(List<IndexedLog> logs) throws IOException {
        if (logs.isEmpty() || logs.getFirst().ended()) {
            return null;
        }
        IndexedLog newest = logs.getFirst();
        LogWindow window = text.window(newest, Math.max(1, newest.lines() - TAIL + 1), TAIL);
        return new JobView.Tail(newest.attempt().id(), LogView.rows(window.lines()), LogView.words(window.next()));
    }

    @GET
    @Path("findings/{id}/excerpt")
    @Produces("text/plain;charset=UTF-8")
    public String excerpt(@PathParam("id") long id) {
        return jobs.excerpt(id).orElseThrow(NotFoundException::new);
    }

    /** A file that an attempt left: never shown by a browser, whatever it is. */
    @GET
    @Path("artifacts/{id}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response artifact(@PathParam("id") long id) throws IOException {
        JobDetail.ArtifactRow artifact = jobs.artifact(id).orElseThrow(NotFoundException::new);
        InputStream bytes = blobs.open(artifact.sha256()).orElseThrow(NotFoundException::new);
        return Response.ok((StreamingOutput) out -> {
                    try (bytes) {
                        bytes.transferTo(out);
                    }
                })
                .header("Content-Length", artifact.size())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + artifact.name().replaceAll("[^A-Za-z0-9._-]", "_") + "\"")
                .build();
    }
}
