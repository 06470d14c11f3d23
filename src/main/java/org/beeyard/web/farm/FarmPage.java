package org.beeyard.web.farm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.farm.PoolHistory;
import org.beeyard.history.farm.Upkeep;
import org.beeyard.history.outside.FarmDetail;
import org.beeyard.history.outside.Outside;

/** Whether the farm is well. */
@Path("farm")
@Blocking
class FarmPage {

    private final Outside outside;
    private final PoolHistory pools;
    private final Upkeep upkeep;
    private final Clock clock;

    FarmPage(Outside outside, PoolHistory pools, Upkeep upkeep, Clock clock) {
        this.outside = outside;
        this.pools = pools;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /** @param days of pools that did something */
    record FarmView(
            @JsonUnwrapped FarmDetail farm,
            List<PoolHistory.PoolRow> pools,
            List<PoolHistory.PoolDay> days,
            List<Upkeep.BacklogRow> backlog,
            List<Upkeep.LeaseRow> leases,
            @JsonUnwrapped Upkeep.Loops loops) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance farm(FarmView view, Instant now);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        return Templates.farm(data(), clock.instant());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public FarmView data() {
        return new FarmView(
                outside.farm(), pools.pools(), pools.day(), upkeep.backlog(), upkeep.leases(), upkeep.loops());
    }
}
