package org.beeyard.web.home;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.Search;
import org.beeyard.history.TestName;
import org.beeyard.history.series.SeriesList;
import org.beeyard.sql.Cut;

/** Series, tests, splats and bases, found by words, parts of names and commits. */
@Path("search")
@Blocking
class SearchPage {

    private static final int LONGEST = 200;

    private final Search search;
    private final SeriesList series;
    private final Clock clock;

    SearchPage(Search search, SeriesList series, Clock clock) {
        this.search = search;
        this.series = series;
        this.clock = clock;
    }

    /** @param moreSeries there may be others, as {@code /series} shows them; of all else that there are */
    record Found(
            String text,
            List<SeriesList.Row> series,
            boolean moreSeries,
            List<TestName> tests,
            boolean moreTests,
            List<Search.Splat> splats,
            boolean moreSplats,
            List<Search.Base> bases,
            boolean moreBases) {

        static Found nothing(String text) {
            return new Found(text, List.of(), false, List.of(), false, List.of(), false, List.of(), false);
        }

        public boolean nothing() {
            return series.isEmpty() && tests.isEmpty() && splats.isEmpty() && bases.isEmpty();
        }
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance search(Found found, Instant now);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance search(@QueryParam("q") @DefaultValue("") String text) {
        return Templates.search(searchAsData(text), clock.instant());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Found searchAsData(@QueryParam("q") @DefaultValue("") String text) {
        String part = text.strip();
        part = part.substring(0, Math.min(part.length(), LONGEST));
        if (part.isEmpty()) {
            return Found.nothing("");
        }
        List<SeriesList.Row> listed = series.of(new SeriesList.Filter(null, null, null, part, null, null));
        Cut<TestName> tests = search.tests(part);
        Cut<Search.Splat> splats = search.splats(part);
        Cut<Search.Base> bases = search.bases(part);
        return new Found(
                part,
                listed,
                listed.size() == SeriesList.LIST,
                tests.rows(),
                tests.more(),
                splats.rows(),
                splats.more(),
                bases.rows(),
                bases.more());
    }
}
