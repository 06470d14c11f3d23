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

    record Found(
            String text,
            List<SeriesList.Row> series,
            List<TestName> tests,
            List<Search.Splat> splats,
            List<Search.Base> bases) {

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
            return new Found("", List.of(), List.of(), List.of(), List.of());
        }
        return new Found(
                part,
                series.of(new SeriesList.Filter(null, null, null, part, null, null)),
                search.tests(part),
                search.splats(part),
                search.bases(part));
    }
}
