package org.beeyard.web;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.history.History;
import org.beeyard.log.LineIndex;
import org.beeyard.log.LogText;
import org.beeyard.log.LogWindow;
import org.beeyard.log.Logs;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The parts of pages that move, as server-sent events. */
@Path("/")
@Blocking
@Produces(MediaType.SERVER_SENT_EVENTS)
class Live {

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** What is new is looked up for all who look at it, as long as one does. */
    private static final Duration HOME = Duration.ofSeconds(3);

    /** Less than from look to look, or every second one would bring nothing. */
    private static final Duration RUN = Duration.ofMillis(900);

    private static final int RUNS = 500;
    private static final int PIECE = 64 * 1024;
    private static final Pattern PLACE = Pattern.compile("(\\d{1,15})-(\\d{1,15})");

    private final History history;
    private final Logs logs;
    private final LogText text;
    private final Streams streams;
    private final Clock clock;
    private final Shared<HomePage.Look> home;
    private final SharedByKey<Long, Optional<Table>> runs;

    Live(History history, Logs logs, LogText text, HomePage home, Streams streams, Clock clock) {
        this.home = new Shared<>(home::look, HOME, System::nanoTime);
        this.runs = new SharedByKey<>(this::table, RUN, System::nanoTime, RUNS);
        this.streams = streams;
        this.text = text;
        this.history = history;
        this.logs = logs;
        this.clock = clock;
    }

    /** Home whenever it has changed; an event's id stands for what it shows, and {@code Last-Event-ID} or {@code have} for what is shown. */
    @GET
    @Path("api/v1/home/events")
    @Operation(summary = "Server-sent events: what the first page shows when it changes")
    public Multi<OutboundSseEvent> home(
            @QueryParam("have") @Nullable String have,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context Sse sse) {
        AtomicReference<String> shown = new AtomicReference<>(lastId != null ? lastId : have == null ? "" : have);
        return streams.ticks(HOME).onItem().transformToMultiAndConcatenate(tick -> {
            HomePage.Look now = home.get();
            return now.mark().equals(shown.getAndSet(now.mark()))
                    ? Multi.createFrom().empty()
                    : Multi.createFrom()
                            .item(sse.newEventBuilder()
                                    .id(now.mark())
                                    .name("home")
                                    .data(now.html())
                                    .build());
        });
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
                        Pages.Templates.run(detail, clock.instant())
                                .getFragment("jobs")
                                .data("detail", detail, "now", clock.instant())
                                .render(),
                        detail.finished()));
    }

    /** What the log grows by; an event's id is the offset after it, and {@code Last-Event-ID} goes on from there. */
    @GET
    @Path("attempts/{id}/log/stream")
    public Multi<OutboundSseEvent> log(
            @PathParam("id") long id,
            @QueryParam("from") @Nullable Long from,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context Sse sse) {
        if (logs.size(id).isEmpty()) {
            throw new NotFoundException();
        }
        boolean resumes = lastId != null && lastId.matches("\\d{1,18}");
        AtomicLong at = new AtomicLong(resumes ? Long.parseLong(lastId) : from == null ? 0 : from);
        return streams.ticks(EVERY).onItem().transformToMultiAndConcatenate(tick -> {
            long size = logs.size(id).orElse(0);
            long start = Math.min(at.get(), size);
            long end = Math.min(size, start + PIECE);
            if (end <= start) {
                return Multi.createFrom().empty();
            }
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            try {
                logs.write(id, start, end - start, piece);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            at.set(end);
            return Multi.createFrom()
                    .item(sse.newEventBuilder()
                            .id(Long.toString(end))
                            .name("log")
                            .data(escaped(piece.toString(StandardCharsets.UTF_8)))
                            .build());
        });
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

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
