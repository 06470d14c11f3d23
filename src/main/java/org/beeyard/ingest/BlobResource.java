package org.beeyard.ingest;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.beeyard.blob.BlobStore;
import org.beeyard.blob.Digest;
import org.beeyard.people.OwnProof;
import org.beeyard.protocol.UploadPlace;
import org.beeyard.series.LimitConfig;

/** What agents fetch and bring: at the store itself when that has a way for them, else here. */
@OwnProof
@Path("/attempt-api/v1/blob/{sha256}")
@Blocking
class BlobResource {

    private final Finishing finishing;
    private final Announcements announcements;
    private final BlobStore blobs;
    private final LimitConfig limits;

    BlobResource(Finishing finishing, Announcements announcements, BlobStore blobs, LimitConfig limits) {
        this.finishing = finishing;
        this.announcements = announcements;
        this.blobs = blobs;
        this.limits = limits;
    }

    /** The bytes, or 307 with where they are; a token must not be shown there. */
    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response give(@HeaderParam("Authorization") String authorization, @PathParam("sha256") String sha256)
            throws IOException {
        if (!finishing.isInput(AttemptResource.hash(authorization), sha256)) {
            throw AttemptResource.refused(404, "The attempt has no such input.");
        }
        Optional<URI> link = blobs.link(sha256);
        if (link.isPresent()) {
            return Response.temporaryRedirect(link.get()).build();
        }
        InputStream content =
                blobs.open(sha256).orElseThrow(() -> AttemptResource.refused(404, "The store has lost the blob."));
        return Response.ok(content).build();
    }

    /** Announces the blob, without which it is not taken. 204 when it is here already and need not be sent. */
    @POST
    @Path("place")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response place(
            @HeaderParam("Authorization") String authorization,
            @PathParam("sha256") String sha256,
            UploadPlace.Question question)
            throws IOException {
        welcome(authorization, sha256);
        long most = limits.artifact().bytes();
        if (question.size() < 0) {
            throw AttemptResource.refused(400, "A blob has no size below zero.");
        }
        if (question.size() > most) {
            throw AttemptResource.refused(413, "A blob is at most " + most + " bytes.");
        }
        announcements.announce(AttemptResource.hash(authorization), sha256, question.size());
        if (blobs.keep(sha256)) {
            return Response.noContent().build();
        }
        UploadPlace place = blobs.place(sha256, question.size())
                .map(there -> new UploadPlace(there.uri().toString(), there.headers()))
                .orElseGet(() -> new UploadPlace(null, Map.of()));
        return Response.ok(place).build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public void take(
            @HeaderParam("Authorization") String authorization, @PathParam("sha256") String sha256, InputStream content)
            throws IOException {
        welcome(authorization, sha256);
        long size = announcements
                .size(AttemptResource.hash(authorization), sha256)
                .orElseThrow(
                        () -> AttemptResource.refused(409, "The blob was not announced; ask for its place first."));
        try {
            blobs.put(sha256, content, size);
        } catch (BlobStore.WrongDigest e) {
            throw AttemptResource.refused(422, String.valueOf(e.getMessage()));
        }
    }

    private void welcome(String authorization, String sha256) {
        if (!finishing.isLive(AttemptResource.hash(authorization))) {
            throw AttemptResource.gone();
        }
        if (!Digest.isDigest(sha256)) {
            throw AttemptResource.refused(400, "The path names a SHA-256 in hexadecimal digits.");
        }
    }
}
