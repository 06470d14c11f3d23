package org.beeyard.web.run;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.beeyard.history.run.RunHistory;
import org.beeyard.web.live.SharedByKey;
import org.beeyard.web.live.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A run's table as it moves. */
@Path("/")
@Blocking
@Produces(MediaType.SERVER_SENT_EVENTS)
class RunStream {

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Less than from look to look, or every second one would bring nothing. */
    private static final Duration FRESH = Duration.ofMillis(900);

    /** Runs that somebody looks at; of more, each look asks. */
    private static final int MOST = 500;

    private final RunHistory history;
    private final Streams streams;
    private final Clock clock;
    private final SharedByKey<Long, Optional<Table>> runs;

    RunStream(RunHistory history, Streams streams, Clock clock) {
        this.history = history;
        this.streams = streams;
        this.clock = clock;
        this.runs = new SharedByKey<>(this::table, FRESH, System::nanoTime, MOST);
    }

    /** The run's table whenever it has changed; {@code done} when the run has ended. */
    @GET
    @Path("api/v1/runs/{id}/events")
    @Operation(summary = "Server-sent events: the run's table when it changes")
    public Multi<OutboundSseEvent> run(@PathParam("id") long id, @Context Sse sse) {
        if (runs.get(id).isEmpty()) {
            throw new NotFoundException();
        }
        AtomicReference<String> shown = new AtomicReference<>("");
        AtomicBoolean over = new AtomicBoolean();
        return streams.ticks(EVERY)
                .select()
                .first(tick -> !over.get())
                .onItem()
                .transformToMultiAndConcatenate(tick -> {
                    Table now = runs.get(id).orElse(null);
                    if (now == null) {
                        return Multi.createFrom().empty();
                    }
                    boolean changed = !now.html().equals(shown.getAndSet(now.html()));
                    over.set(now.last());
                    return changed || now.last()
                            ? Multi.createFrom()
                                    .item(sse.newEventBuilder()
                                            .name(now.last() ? "done" : "jobs")
                                            .data(now.html())
                                            .build())
                            : Multi.createFrom().empty();
                });
    }

    /** @param last whether it will never be another */
    private record Table(String html, boolean last) {}

    private Optional<Table> table(long run) {
        return history.run(run)
                .map(detail -> new Table(
                        RunPage.Templates.run(detail, clock.instant())
                                .getFragment("jobs")
                                .data("detail", detail, "now", clock.instant())
                                .render(),
                        detail.finished()));
    }
}
