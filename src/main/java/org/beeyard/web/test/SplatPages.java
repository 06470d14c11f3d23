package org.beeyard.web.test;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.test.SplatHistory;
import org.beeyard.web.Asked;
import org.jspecify.annotations.Nullable;

/** Kernel complaints by fingerprint. */
@Path("splats")
@Blocking
class SplatPages {

    private final SplatHistory history;
    private final Clock clock;

    SplatPages(SplatHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance splats(
                List<SplatHistory.SplatRow> splats, boolean first, boolean more, Instant now);

        static native TemplateInstance splat(SplatHistory.SplatDetail detail, Instant now);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance splats(
            @QueryParam("before") @Nullable String before, @QueryParam("after") @DefaultValue("") String after) {
        List<SplatHistory.SplatRow> rows = splatsAsData(before, after);
        return Templates.splats(rows, before == null, rows.size() == SplatHistory.LIST, clock.instant());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<SplatHistory.SplatRow> splatsAsData(
            @QueryParam("before") @Nullable String before, @QueryParam("after") @DefaultValue("") String after) {
        return history.splats(before == null ? null : Asked.instant("before", before), after);
    }

    @GET
    @Path("{fingerprint:.+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance splat(
            @PathParam("fingerprint") String fingerprint, @QueryParam("before") @Nullable Long before) {
        return Templates.splat(splatAsData(fingerprint, before), clock.instant());
    }

    @GET
    @Path("{fingerprint:.+}")
    @Produces(MediaType.APPLICATION_JSON)
    public SplatHistory.SplatDetail splatAsData(
            @PathParam("fingerprint") String fingerprint, @QueryParam("before") @Nullable Long before) {
        return history.splat(fingerprint, before).orElseThrow(NotFoundException::new);
    }
}
