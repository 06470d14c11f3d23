package org.beeyard.web.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.people.Audit;
import org.beeyard.people.Audit.AuditRow;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.jspecify.annotations.Nullable;

/** Who did what, for operators. */
@Path("/audit")
@Blocking
class AuditPage {

    private final Audit audit;
    private final Clock clock;

    AuditPage(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        /** @param older before which the next page begins; 0 when there is none */
        static native TemplateInstance audit(List<AuditRow> rows, boolean first, long older, Instant now);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Needs(Right.OPERATE)
    public TemplateInstance page(@QueryParam("before") @Nullable Long before) {
        List<AuditRow> rows = audit.page(before);
        return Templates.audit(
                rows, before == null, rows.size() == Audit.PAGE ? rows.getLast().id() : 0, clock.instant());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Needs(Right.OPERATE)
    public List<AuditRow> twin(@QueryParam("before") @Nullable Long before) {
        return audit.page(before);
    }
}
