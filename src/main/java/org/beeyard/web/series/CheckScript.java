package org.beeyard.web.series;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.github.GithubRepositories;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.history.run.Findings;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.series.Heads;
import org.beeyard.history.series.Standing;
import org.beeyard.history.series.Standings;
import org.beeyard.people.ForEverybody;
import org.beeyard.wire.FarmConfig;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code bpf-ci-check} for a developer's clone, and what it asks. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_PLAIN)
class CheckScript {

    private final FarmConfig farm;
    private final Standings standings;
    private final RunHistory runs;
    private final Heads heads;
    private final GithubRepositories repositories;
    private final Clock clock;

    CheckScript(
            FarmConfig farm,
            Standings standings,
            RunHistory runs,
            Heads heads,
            GithubRepositories repositories,
            Clock clock) {
        this.clock = clock;
        this.farm = farm;
        this.standings = standings;
        this.runs = runs;
        this.heads = heads;
        this.repositories = repositories;
    }

    /** The script, with this farm's address in it. */
    @GET
    @Path("bpf-ci-check")
    @ForEverybody
    public Response script(@Context UriInfo uri) throws IOException {
        String address = farm.addressFor(uri.getBaseUri());
        if (!address.matches("https?://[\\w.:\\[\\]/-]{1,200}")) {
            // The request's Host header says it, and a shell will read it.
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity("The farm's address cannot be written into a script; set farm.url.\n")
                    .build();
        }
        try (InputStream script = Objects.requireNonNull(CheckScript.class.getResourceAsStream("/bpf-ci-check"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Response.ok(text.replace("@FARM@", address)).build();
        }
    }

    /** @param since runs before that are not meant */
    @GET
    @Path("api/v1/series/{id}/progress")
    @Operation(summary = "How far a series is, in lines for scripts")
    public Response progress(@PathParam("id") long id, @QueryParam("since") @Nullable String since) {
        Instant from;
        try {
            from = since == null ? Instant.EPOCH : Instant.parse(since);
        } catch (DateTimeParseException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity("since must be like 2026-01-31T12:00:00Z.\n")
                    .build();
        }
        return Response.ok(progress(id, from)).build();
    }

    /** @param name of the repository, {@code owner/name} */
    @GET
    @Path("api/v1/heads/{commit}/progress")
    @Operation(summary = "How far the series of a commit is that was pushed to GitHub, in lines for scripts")
    public Response ofHead(@PathParam("commit") String commit, @QueryParam("repository") @Nullable String name) {
        Repository repository =
                Optional.ofNullable(name).flatMap(repositories::called).orElseThrow(NotFoundException::new);
        return Response.ok(heads.series(repository.name(), commit)
                        .map(series -> progress(series, Instant.EPOCH))
                        .orElseGet(() -> SeriesProgress.unseen(heads.ignored(repository.name(), commit))))
                .build();
    }

    private String progress(long id, Instant since) {
        Standing series = standings.of(id).orElseThrow(NotFoundException::new);
        List<Findings.NewFailure> failures = SeriesProgress.runOf(series, since)
                .filter(Standing.Spoken::finished)
                .map(run -> runs.newFailures(run.id()))
                .orElse(List.of());
        return SeriesProgress.text(series, since, failures, clock.instant());
    }
}
