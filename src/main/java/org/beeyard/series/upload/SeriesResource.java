package org.beeyard.series.upload;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.TreeNames;
import org.beeyard.series.mail.MailLimits;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.series.mail.Reading;
import org.beeyard.series.mail.SeriesReader;
import org.beeyard.wire.FarmConfig;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/series}: a series as the body, an mbox, plain or gzip'd. */
@Path("/")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
class SeriesResource {

    private final SeriesIntake intake;
    private final TreeNames trees;
    private final LimitConfig limits;
    private final FarmConfig farm;
    private final Clock clock;

    SeriesResource(SeriesIntake intake, TreeNames trees, LimitConfig limits, FarmConfig farm, Clock clock) {
        this.farm = farm;
        this.clock = clock;
        this.trees = trees;
        this.intake = intake;
        this.limits = limits;
    }

    /**
     * @param known whether this very series was here before
     * @param at the farm's time: what is made of this submission is not older
     */
    record Answer(
            long series, String title, int version, int patches, boolean known, Instant at, String url, String api) {}

    record Problem(String title, int status, String detail, String advice) {}

    /**
     * @param tree to apply it to; without it the farm chooses
     * @param retest whether a series that is known is tested once more
     */
    @POST
    @Path("api/v1/series")
    @Needs(Right.SUBMIT)
    @Operation(summary = "Takes a series: an mbox, plain or gzip'd")
    @Consumes(MediaType.WILDCARD)
    public Response post(
            @QueryParam("tree") @Nullable String tree,
            @QueryParam("retest") boolean retest,
            InputStream body,
            @Context UriInfo uri)
            throws IOException {
        Optional<String> wanted = Optional.ofNullable(tree).filter(t -> !t.isBlank());
        if (wanted.isPresent() && !trees.all().contains(wanted.get())) {
            // Said before anything is taken: it would supersede a version that was sent rightly.
            return problem(
                    400,
                    "There is no tree " + wanted.get() + "; the farm has "
                            + (trees.all().isEmpty() ? "none" : String.join(", ", trees.all())) + ".",
                    "Name one of these, or none: the farm then chooses.");
        }
        long most = limits.upload().bytes();
        byte[] upload = body.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
        if (upload.length > most) {
            return problem(
                    413,
                    "The upload is larger than " + limits.upload() + ".",
                    "Send less at once, or ask the operator to raise limits.upload.");
        }
        SeriesReader reader = new SeriesReader(new MailLimits(limits.patches(), limits.patchSize(), limits.upload()));
        return switch (reader.read(upload)) {
            case Reading.Unreadable(String what, String advice) ->
                problem(what.contains("larger than") ? 413 : 400, what, advice);
            case Reading.Readable(PostedSeries series) -> {
                Instant at = clock.instant();
                SeriesIntake.Receipt receipt = intake.take(series, SeriesIntake.UPLOAD, wanted, retest);
                String farmAt = farm.addressFor(uri.getBaseUri());
                yield Response.status(receipt.known() ? 200 : 201)
                        .entity(new Answer(
                                receipt.series(),
                                series.title(),
                                series.version(),
                                series.patches().size(),
                                receipt.known(),
                                at,
                                farmAt + "/series/" + receipt.series(),
                                farmAt + "/api/v1/series/" + receipt.series()))
                        .build();
            }
        };
    }

    private static Response problem(int status, String detail, String advice) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(new Problem("The series was not taken.", status, detail, advice))
                .build();
    }
}
