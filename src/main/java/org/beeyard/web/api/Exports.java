package org.beeyard.web.api;

import com.github.luben.zstd.ZstdOutputStream;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.beeyard.export.AttemptExports;
import org.beeyard.export.Bundle;
import org.beeyard.export.Bundles;
import org.beeyard.export.FlakyList;
import org.beeyard.export.Kcidb;
import org.beeyard.export.SeriesMails;
import org.beeyard.history.test.Unsteady;
import org.beeyard.web.Refusal;
import org.beeyard.wire.FarmConfig;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the farm knows, for programs that have formats of their own. */
@Path("/")
@Blocking
class Exports {

    private static final int MOST_DAYS = 365;
    private static final Pattern ZSTD =
            Pattern.compile("(?i)(?:^|[\\s,])zstd(?!\\s*;\\s*q=0(?:\\.0*)?(?:$|[\\s,]))(?:$|[\\s,;])");

    private final AttemptExports attempts;
    private final Kcidb kcidb;
    private final SeriesMails mails;
    private final Bundles bundles;
    private final Unsteady unsteady;
    private final FarmConfig farm;

    Exports(
            AttemptExports attempts,
            Kcidb kcidb,
            SeriesMails mails,
            Bundles bundles,
            Unsteady unsteady,
            FarmConfig farm) {
        this.bundles = bundles;
        this.attempts = attempts;
        this.kcidb = kcidb;
        this.mails = mails;
        this.unsteady = unsteady;
        this.farm = farm;
    }

    @GET
    @Path("api/v1/attempts/{id}/junit.xml")
    @Produces(MediaType.APPLICATION_XML)
    @Operation(summary = "The results of an attempt that has ended as JUnit XML")
    public Response junit(@PathParam("id") long id) {
        try {
            return file("attempt-" + id + ".xml", attempts.junit(id).orElseThrow(NotFoundException::new));
        } catch (AttemptExports.NotEnded e) {
            return notEnded(id);
        } catch (AttemptExports.NotKept e) {
            return notKept("attempt " + id);
        }
    }

    @GET
    @Path("api/v1/attempts/{id}/ktap")
    @Produces("text/plain;charset=UTF-8")
    @Operation(summary = "The results of an attempt that has ended as KTAP")
    public Response ktap(@PathParam("id") long id) {
        try {
            return file("attempt-" + id + ".ktap", attempts.ktap(id).orElseThrow(NotFoundException::new));
        } catch (AttemptExports.NotEnded e) {
            return notEnded(id);
        } catch (AttemptExports.NotKept e) {
            return notKept("attempt " + id);
        }
    }

    @GET
    @Path("api/v1/runs/{id}/kcidb")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A run as a KCIDB submission, version 5.3 of its schema")
    public Response kcidb(@PathParam("id") long id, @Context UriInfo uri) {
        if (kcidb.isGone(id)) {
            return notKept("run " + id);
        }
        return file(
                "run-" + id + ".kcidb.json",
                kcidb.of(id, farm.instance(), farm.addressFor(uri.getBaseUri())).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("api/v1/series/{id}/mbox")
    @Produces("application/mbox")
    @Operation(summary = "The patches of a series as git am takes them")
    public Response mbox(@PathParam("id") long id) {
        int patches = mails.count(id);
        if (patches == 0) {
            throw new NotFoundException();
        }
        return file("series-" + id + ".mbox", out -> mails.write(id, patches, out));
    }

    @GET
    @Path("api/v1/series/{id}/patches/{position: \\d{1,6}}.patch")
    @Produces("text/x-patch")
    @Operation(summary = "One patch of a series, counted from 1")
    public Response patch(@PathParam("id") long id, @PathParam("position") int position) {
        byte[] mail = mails.patch(id, position).orElseThrow(NotFoundException::new);
        return file(String.format(java.util.Locale.ROOT, "%04d.patch", position), out -> out.write(mail));
    }

    /**
     * Packed on the way, for the command on the page has curl unpack it: by zstd here, on this thread, and for those who do not take that by
     * the server's gzip.
     */
    @GET
    @Compressed
    @Path("api/v1/attempts/{id}/reproduce.tar")
    @Produces("application/x-tar")
    @Operation(summary = "What runs a failed attempt's tests again on a machine with QEMU")
    public Response reproduce(
            @PathParam("id") long id, @HeaderParam("Accept-Encoding") @Nullable String accepted, @Context UriInfo uri) {
        Optional<Bundle> bundle = bundles.of(id).filter(bundles::isKept);
        if (bundle.isEmpty()) {
            return Refusal.problem(
                    404,
                    "There is nothing kept with which attempt " + id + " could be run again.",
                    "Suites that failed leave it, for as long as the farm keeps artifacts.");
        }
        boolean zstd = takesZstd(accepted);
        String address = farm.addressFor(uri.getBaseUri());
        Response.ResponseBuilder response = Response.ok((StreamingOutput) out -> {
                    try (OutputStream packed = zstd ? new ZstdOutputStream(out) : out) {
                        bundles.write(bundle.get(), address, packed);
                    }
                })
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + bundle.get().folder() + ".tar\"")
                .header("Vary", "Accept-Encoding");
        return (zstd ? response.header("Content-Encoding", "zstd") : response).build();
    }

    @GET
    @Path("api/v1/flaky/denylist")
    @Produces("text/plain;charset=UTF-8")
    @Operation(summary = "Flaky tests as lines of a DENYLIST file, the flakiest first")
    public String flaky(@QueryParam("tree") @Nullable String tree, @QueryParam("days") @DefaultValue("30") int days) {
        return FlakyList.of(
                unsteady.flaky(tree == null || tree.isBlank() ? null : tree, Math.clamp(days, 1, MOST_DAYS)));
    }

    private static boolean takesZstd(@Nullable String accepted) {
        return accepted != null && ZSTD.matcher(accepted).find();
    }

    private static Response notKept(String what) {
        return Refusal.problem(410, "The single results of " + what + " were thrown away.", "What was found is kept.");
    }

    private static Response notEnded(long id) {
        return Refusal.problem(409, "Attempt " + id + " has not ended.", "Ask again when it has.");
    }

    private static Response file(String name, AttemptExports.Text text) {
        return Response.ok((StreamingOutput) text::writeTo)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
