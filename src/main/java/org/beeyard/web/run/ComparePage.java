package org.beeyard.web.run;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.beeyard.history.GoneResults;
import org.beeyard.history.run.Change;
import org.beeyard.history.run.Comparison;
import org.beeyard.history.run.Comparisons;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.run.RunRow;
import org.beeyard.web.Asked;
import org.jspecify.annotations.Nullable;

/** The difference between two runs. */
@Path("compare")
@Blocking
class ComparePage {

    private final RunHistory history;
    private final GoneResults results;
    private final Comparisons comparisons;

    ComparePage(RunHistory history, GoneResults results, Comparisons comparisons) {
        this.history = history;
        this.results = results;
        this.comparisons = comparisons;
    }

    /**
     * @param only these are shown, nothing for all
     * @param goneUntil the single results of earlier days, of which the older run is, were thrown away: only jobs are compared
     * @param next the query of the next page, nothing on the last
     */
    record Compared(
            RunRow a,
            RunRow b,
            Comparison comparison,
            @Nullable Change only,
            @Nullable LocalDate goneUntil,
            @Nullable String next) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance compare(Compared compared);
    }

    /** The query of the URL; the last five say after which row a page begins. */
    static class Query {
        @QueryParam("a")
        long a;

        @QueryParam("b")
        long b;

        @QueryParam("what")
        @Nullable
        String what;

        @QueryParam("after")
        @Nullable
        String after;

        @BeanParam
        LastTest last = new LastTest();

        private Comparisons.@Nullable After place() {
            return after == null
                    ? null
                    : new Comparisons.After(Asked.oneOf("after", Change.class, after), last.name(), last.jobName());
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(@BeanParam Query query) {
        return Templates.compare(data(query));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Compared data(@BeanParam Query query) {
        RunRow a = history.runRow(query.a).orElseThrow(NotFoundException::new);
        RunRow b = history.runRow(query.b).orElseThrow(NotFoundException::new);
        Change only = query.what == null || query.what.isBlank() ? null : Asked.oneOf("what", Change.class, query.what);
        LocalDate gone = results.until(a.createdAt().isBefore(b.createdAt()) ? a.createdAt() : b.createdAt());
        if (gone != null) {
            Comparison jobs = new Comparison(comparisons.jobs(query.a, query.b), Map.of(), 0, 0, null, null, List.of());
            return new Compared(a, b, jobs, only, gone, null);
        }
        Comparison comparison = comparisons.of(query.a, query.b, only, query.place());
        return new Compared(a, b, comparison, only, null, next(query, only, comparison.differences()));
    }

    private static @Nullable String next(Query query, @Nullable Change only, List<Comparison.Difference> rows) {
        if (rows.size() < Comparisons.LIST) {
            return null;
        }
        Comparison.Difference last = rows.getLast();
        return "?a=" + query.a + "&b=" + query.b + "&what=" + (only == null ? "" : only) + "&after=" + last.change()
                + LastTest.query(last.test(), last.job());
    }
}
