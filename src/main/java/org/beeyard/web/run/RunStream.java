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
import org.beeyard.history.run.RunDetail;
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

    private final Streams streams;
    private final Clock clock;
    private final SharedByKey<Long, Optional<RunDetail>> runs;

    RunStream(RunHistory history, Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
        this.runs = new SharedByKey<>(history::run, FRESH, System::nanoTime, MOST);
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
                    RunDetail now = runs.get(id).orElse(null);
                    if (now == null) {
                        return Multi.createFrom().empty();
                    }
                    String html = table(now);
                    boolean changed = !html.equals(shown.getAndSet(html));
                    over.set(now.finished());
                    return changed || now.finished()
                            ? Multi.createFrom()
                                    .item(sse.newEventBuilder()
                                            .name(now.finished() ? "done" : "jobs")
                                            .data(html)
                                            .build())
                            : Multi.createFrom().empty();
                });
    }

    /** Each viewer's own: what it offers depends on who asks, and by which name of the farm. */
    private String table(RunDetail run) {
        return RunPage.Templates.run(run, clock.instant())
                .getFragment("jobs")
                .data("detail", run, "now", clock.instant())
                .render();
    }
}
