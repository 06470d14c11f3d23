package org.beeyard.web.home;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.beeyard.web.live.Shared;
import org.beeyard.web.live.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The first page as it moves. */
@Path("/")
@Blocking
@Produces(MediaType.SERVER_SENT_EVENTS)
class HomeStream {

    /** What is new is looked up for all who look at it, as long as one does. */
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Streams streams;
    private final Shared<HomePage.Look> home;

    HomeStream(HomePage home, Streams streams) {
        this.home = new Shared<>(home::look, EVERY, System::nanoTime);
        this.streams = streams;
    }

    /** Home whenever it has changed, and when what it says of times is old; an event's id stands for what it shows, and {@code Last-Event-ID} or {@code have} for what is shown. */
    @GET
    @Path("api/v1/home/events")
    @Operation(summary = "Server-sent events: what the first page shows when it changes, and when its times do")
    public Multi<OutboundSseEvent> home(
            @QueryParam("have") @Nullable String have,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context Sse sse) {
        Screen screen = new Screen(lastId != null ? lastId : have == null ? "" : have);
        long opened = System.nanoTime(); // a look from before may be older than the page
        return streams.ticks(EVERY)
                .map(tick -> home.since(opened))
                .select()
                .where(screen::takes)
                .map(look -> sse.newEventBuilder()
                        .id(look.mark())
                        .name("home")
                        .data(look.html())
                        .build());
    }
}
