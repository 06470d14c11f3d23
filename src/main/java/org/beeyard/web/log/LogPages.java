package org.beeyard.web.log;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.beeyard.log.IndexedLog;
import org.beeyard.log.IndexedLogs;
import org.beeyard.log.LogText;
import org.beeyard.log.Logs;
import org.beeyard.log.Mark;
import org.beeyard.web.Asked;
import org.beeyard.web.Glyphs;
import org.beeyard.web.Refusal;
import org.jspecify.annotations.Nullable;

/** The log of an attempt: its lines, those with some words, or its bytes. */
@Path("/")
@Blocking
class LogPages {

    private final IndexedLogs indexed;
    private final LogText text;
    private final Logs logs;

    LogPages(IndexedLogs indexed, LogText text, Logs logs) {
        this.indexed = indexed;
        this.text = text;
        this.logs = logs;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance log(LogView view);

        static native TemplateInstance lines(java.util.List<LogView.Row> rows, long attempt);
    }

    static class Query {
        /** The first line of the page. */
        @QueryParam("from")
        @Nullable
        Long from;

        /** The line that the page is about. */
        @QueryParam("line")
        @Nullable
        Long line;

        @QueryParam("q")
        @Nullable
        String words;

        /** The line behind which those with the words are given. */
        @QueryParam("after")
        @Nullable
        Long after;

        private boolean isNothing() {
            return from == null && line == null && (words == null || words.isBlank());
        }
    }

    /** Whoever asks for nothing is sent to the first error, for a browser goes to a line only when the URL says so. */
    @GET
    @Path("attempts/{id}/log")
    @Produces(MediaType.TEXT_HTML)
    public Response page(@PathParam("id") long id, @BeanParam Query query) throws IOException {
        IndexedLog log = log(id);
        Optional<Mark> error = log.ended() && query.isNothing() ? log.firstError() : Optional.empty();
        if (error.isPresent()) {
            long line = error.get().line();
            return Response.seeOther(URI.create("/attempts/" + id + "/log?line=" + line + "#L" + line))
                    .build();
        }
        return Response.ok(Templates.log(view(log, query))).build();
    }

    @GET
    @Path("attempts/{id}/log")
    @Produces(MediaType.APPLICATION_JSON)
    public LogView data(@PathParam("id") long id, @BeanParam Query query) throws IOException {
        IndexedLog log = log(id);
        if (log.ended() && query.isNothing()) {
            query.line = log.firstError().map(Mark::line).orElse(null);
        }
        return view(log, query);
    }

    private LogView view(IndexedLog log, Query query) throws IOException {
        if (query.words != null && !query.words.isBlank()) {
            return view(log, query.words.strip(), query.after == null ? 0 : query.after);
        }
        Long wanted = query.line == null ? null : Math.clamp(query.line, 1, Math.max(1, log.lines()));
        long first = query.from != null
                ? Math.clamp(query.from, 1, Math.max(1, log.lines()))
                : wanted == null ? LogView.newest(log) : LogView.before(wanted);
        return LogView.of(log, text.window(log, first, LogText.WINDOW), wanted, wanted != null && query.from == null);
    }

    private LogView view(IndexedLog log, String words, long after) throws IOException {
        if (words.getBytes(StandardCharsets.UTF_8).length > LogText.MOST_WORDS) {
            throw Asked.refused("q", words, "at most " + LogText.MOST_WORDS + " bytes");
        }
        return LogView.of(log, words, text.find(log, words, after));
    }

    private IndexedLog log(long id) throws IOException {
        return indexed.of(id).orElseThrow(NotFoundException::new);
    }

    /** The whole log, or a range of it: as the header says, or the query, for links. */
    @GET
    @Path("attempts/{id}/log.txt")
    @Produces("text/plain;charset=UTF-8")
    public Response bytes(
            @PathParam("id") long id,
            @QueryParam("from") @Nullable Long from,
            @QueryParam("length") @Nullable Long length,
            @HeaderParam("Range") @Nullable String header) {
        Logs.Extent extent = logs.extent(id).orElseThrow(NotFoundException::new);
        if (extent.gone() != null) {
            return Refusal.problem(
                    410,
                    "The log was thrown away on " + Glyphs.day(extent.gone().at()) + ", "
                            + extent.gone().days() + " days after the attempt ended.",
                    "Pin runs whose logs are to stay.");
        }
        long size = extent.size();
        if (from != null && length != null) {
            long start = Math.clamp(from, 0, size);
            long some = Math.clamp(length, 0, size - start);
            return Response.ok((StreamingOutput) out -> logs.write(id, start, some, out))
                    .build();
        }
        ByteRange range = ByteRange.of(header);
        if (range == null) {
            return Response.ok((StreamingOutput) out -> logs.write(id, 0, size, out))
                    .header("Accept-Ranges", "bytes")
                    .build();
        }
        if (!range.within(size)) {
            return Response.status(416)
                    .header("Content-Range", "bytes */" + size)
                    .build();
        }
        long end = range.end(size);
        return Response.status(206)
                .header("Content-Range", "bytes " + range.from() + "-" + (end - 1) + "/" + size)
                .entity((StreamingOutput) out -> logs.write(id, range.from(), end - range.from(), out))
                .build();
    }
}
