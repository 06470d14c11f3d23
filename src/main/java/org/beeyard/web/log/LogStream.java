package org.beeyard.web.log;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.log.LineIndex;
import org.beeyard.log.LogText;
import org.beeyard.log.LogWindow;
import org.beeyard.log.Logs;
import org.beeyard.web.live.Streams;
import org.jspecify.annotations.Nullable;

/** Logs as they grow. */
@Path("/")
@Blocking
@Produces(MediaType.SERVER_SENT_EVENTS)
class LogStream {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Pattern PLACE = Pattern.compile("(\\d{1,15})-(\\d{1,15})");

    private final Logs logs;
    private final LogText text;
    private final Streams streams;

    LogStream(Logs logs, LogText text, Streams streams) {
        this.logs = logs;
        this.text = text;
        this.streams = streams;
    }

    /**
     * Lines that the log grows by, as the page shows them; {@code done} when there will be no more. An event's id is the place
     * behind it, the number of a line and its offset, and {@code Last-Event-ID} goes on from there.
     */
    @GET
    @Path("attempts/{id}/log/lines")
    public Multi<OutboundSseEvent> logLines(
            @PathParam("id") long id,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context Sse sse) {
        if (logs.size(id).isEmpty()) {
            throw new NotFoundException();
        }
        AtomicReference<LineIndex.Place> at = new AtomicReference<>(place(lastId == null ? after : lastId));
        return streams.ticks(EVERY).onItem().transformToMultiAndConcatenate(tick -> {
            Logs.Extent extent = logs.extent(id).orElse(new Logs.Extent(0, true, null));
            LogWindow added;
            try {
                added = text.added(id, at.get(), extent.size(), extent.ended());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!added.lines().isEmpty()) {
                at.set(added.next());
                return Multi.createFrom()
                        .item(sse.newEventBuilder()
                                .id(LogView.words(added.next()))
                                .name("lines")
                                .data(LogPages.Templates.lines(LogView.rows(added.lines()), id)
                                        .render())
                                .build());
            }
            return extent.ended()
                    ? Multi.createFrom()
                            .item(sse.newEventBuilder().name("done").data("").build())
                    : Multi.createFrom().empty();
        });
    }

    private static LineIndex.Place place(@Nullable String words) {
        Matcher place = PLACE.matcher(words == null ? "" : words);
        return place.matches()
                ? new LineIndex.Place(Long.parseLong(place.group(1)), Long.parseLong(place.group(2)))
                : new LineIndex.Place(1, 0);
    }
}
