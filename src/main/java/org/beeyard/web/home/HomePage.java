package org.beeyard.web.home;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.beeyard.history.farm.Needs;
import org.beeyard.history.farm.PoolHistory;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.run.RunRow;
import org.beeyard.history.series.SeriesList;
import org.beeyard.history.tree.TreeHistory;
import org.beeyard.retention.Disk;
import org.beeyard.web.Glyphs;
import org.jspecify.annotations.Nullable;

/** What needs somebody, in one look; and all runs. */
@Path("/")
@Blocking
class HomePage {

    private final RunHistory history;
    private final SeriesList series;
    private final TreeHistory trees;
    private final PoolHistory pools;
    private final Needs needs;
    private final Disk disk;
    private final Clock clock;

    HomePage(
            RunHistory history,
            SeriesList series,
            TreeHistory trees,
            PoolHistory pools,
            Needs needs,
            Disk disk,
            Clock clock) {
        this.history = history;
        this.series = series;
        this.trees = trees;
        this.pools = pools;
        this.needs = needs;
        this.disk = disk;
        this.clock = clock;
    }

    record Home(
            List<Needs.Need> needs,
            List<TreeHistory.TreeRow> trees,
            List<TreeHistory.TroubleRow> troubles,
            List<SeriesList.Row> series,
            List<PoolHistory.PoolRow> pools,
            Disk.Room room) {

        public List<SeriesList.Row> finished() {
            return series.stream().filter(row -> !underWay(row)).toList();
        }

        public List<SeriesList.Row> underWay() {
            return series.stream().filter(Home::underWay).toList();
        }

        private static boolean underWay(SeriesList.Row row) {
            return switch (row.state()) {
                case "PENDING", "RUNNING", "RECEIVED", "READY", "APPLIED" -> true;
                default -> false;
            };
        }

        /** How many of the series shown ended how, the worst first. */
        public List<Ended> ended() {
            Map<String, Long> many =
                    finished().stream().collect(Collectors.groupingBy(SeriesList.Row::state, Collectors.counting()));
            return Glyphs.verdicts().stream()
                    .filter(many::containsKey)
                    .map(state -> new Ended(state, many.getOrDefault(state, 0L)))
                    .toList();
        }
    }

    record Ended(String state, long many) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance home(Home home, String mark, Instant now);

        static native TemplateInstance runs(List<RunRow> runs, boolean first, Instant now);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance home() {
        Home home = homeAsData();
        return Templates.home(home, mark(home), clock.instant());
    }

    /**
     * What the page shows at this moment.
     *
     * @param mark the same as long as nothing has changed but the time
     */
    record Look(String mark, Instant at, String html) {}

    Look look() {
        Home home = homeAsData();
        Instant now = clock.instant();
        return new Look(mark(home), now, shown(home, now));
    }

    private static String mark(Home home) {
        return UUID.nameUUIDFromBytes(shown(home, Instant.EPOCH).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String shown(Home home, Instant now) {
        return Templates.home(home, "", now)
                .getFragment("shown")
                .data("home", home, "now", now)
                .render();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Home homeAsData() {
        return new Home(needs.all(), trees.trees(), trees.troubles(), series.latest(), pools.pools(), disk.room());
    }

    @GET
    @Path("runs")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance runs(@QueryParam("before") @Nullable Long before) {
        return Templates.runs(history.runs(before), before == null, clock.instant());
    }

    @GET
    @Path("runs")
    @Produces(MediaType.APPLICATION_JSON)
    public List<RunRow> runsAsData(@QueryParam("before") @Nullable Long before) {
        return history.runs(before);
    }
}
