package org.beeyard.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.job.Attempt;
import org.beeyard.job.AttemptLifecycle;
import org.beeyard.job.Attempts;
import org.beeyard.job.Pools;
import org.beeyard.people.OwnProof;
import org.beeyard.people.Secret;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Heartbeat;
import org.beeyard.protocol.Manifest;
import org.beeyard.protocol.ResultBatch;
import org.beeyard.protocol.Started;

/**
 * What agents call. Each call carries the token of one attempt and can touch nothing else; a token dies with its attempt,
 * and then the answer is 410, on which an agent stops.
 */
@OwnProof
@Path("/attempt-api/v1")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class AttemptResource {

    private static final String BEARER = "Bearer ";

    private final Attempts attempts;
    private final Pools pools;
    private final Specs specs;
    private final AttemptLog log;
    private final Batches batches;
    private final Finishing finishing;
    private final Clock clock;

    AttemptResource(
            Attempts attempts,
            Pools pools,
            Specs specs,
            AttemptLog log,
            Batches batches,
            Finishing finishing,
            Clock clock) {
        this.attempts = attempts;
        this.pools = pools;
        this.specs = specs;
        this.log = log;
        this.batches = batches;
        this.finishing = finishing;
        this.clock = clock;
    }

    @GET
    @Path("spec")
    @Transactional
    public AttemptSpec spec(@HeaderParam("Authorization") String authorization) {
        try {
            return specs.of(attempt(authorization));
        } catch (Specs.Unready e) {
            throw refused(409, "The attempt cannot be done: " + e.getMessage() + ".");
        }
    }

    /** Said twice by the agent of one host it is acknowledged; that of another one ends the attempt. */
    @POST
    @Path("start")
    public void start(@HeaderParam("Authorization") String authorization, Started started) {
        if (started.protocol() != AttemptSpec.PROTOCOL) {
            throw refused(
                    409,
                    "The agent speaks protocol " + started.protocol() + ", the farm " + AttemptSpec.PROTOCOL + ".");
        }
        String token = hash(authorization);
        Instant now = clock.instant();
        Attempt attempt = QuarkusTransaction.requiringNew()
                .call(() -> {
                    Optional<Attempt> live = attempts.live(token);
                    live.ifPresent(one -> one.running(started.host(), pools.limit(one), now));
                    return live;
                })
                .orElseThrow(AttemptResource::gone);
        if (!attempt.runsOn(started.host())) {
            attempts.end(attempt.id(), AttemptLifecycle.begunAgain(started.host(), now));
            throw gone();
        }
    }

    @POST
    @Path("heartbeat")
    public Heartbeat.Reply heartbeat(@HeaderParam("Authorization") String authorization, Heartbeat heartbeat) {
        return new Heartbeat.Reply(!attempts.heard(hash(authorization), heartbeat));
    }

    /** Appends at {@code offset}. What is here already is acknowledged; a gap is 416 with the length so far, too much is 413. */
    @PUT
    @Path("log")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Response log(
            @HeaderParam("Authorization") String authorization, @QueryParam("offset") long offset, byte[] bytes)
            throws IOException {
        if (bytes.length > AttemptLog.SEGMENT) {
            throw refused(413, "A piece of log is at most " + AttemptLog.SEGMENT + " bytes.");
        }
        Optional<Long> size;
        try {
            size = log.append(hash(authorization), offset, bytes);
        } catch (AttemptLog.Full e) {
            throw refused(413, "The log is as long as logs may be.");
        }
        if (size.isEmpty()) {
            throw gone();
        }
        return Response.status(size.get() < offset ? 416 : 204)
                .header("X-Log-Size", size.get())
                .build();
    }

    /** Takes the batch numbered {@code seq}, from 1; one that was taken before is acknowledged. Too much is 413, and ends the attempt. */
    @POST
    @Path("results")
    public void results(
            @HeaderParam("Authorization") String authorization, @QueryParam("seq") int seq, ResultBatch batch) {
        batches.take(hash(authorization), seq, batch.reports());
    }

    @POST
    @Path("finish")
    public void finish(@HeaderParam("Authorization") String authorization, Manifest manifest) throws IOException {
        if (!finishing.finish(hash(authorization), manifest)) {
            throw gone();
        }
    }

    private Attempt attempt(String authorization) {
        return attempts.live(hash(authorization)).orElseThrow(AttemptResource::gone);
    }

    static String hash(String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw refused(401, "The call carries no token.");
        }
        return new Secret(authorization.substring(BEARER.length())).hash();
    }

    static WebApplicationException gone() {
        return refused(410, "There is no live attempt with this token.");
    }

    static WebApplicationException refused(int status, String detail) {
        return new WebApplicationException(Response.status(status)
                .type("application/problem+json")
                .entity(new Problem(status, detail))
                .build());
    }

    record Problem(int status, String detail) {}
}
