package org.beeyard.web.series;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.StringJoiner;
import org.beeyard.history.series.SeriesList;
import org.beeyard.web.Asked;
import org.beeyard.web.Links;
import org.jspecify.annotations.Nullable;

/** Series by tree, author, verdict, words and time; what is asked for is in the URL. */
@Path("/")
@Blocking
class SeriesListPage {

    private final SeriesList series;
    private final Clock clock;

    SeriesListPage(SeriesList series, Clock clock) {
        this.series = series;
        this.clock = clock;
    }

    /** The query of the URL. Empty fields, as a form sends them, ask nothing. */
    static class Query {
        @QueryParam("tree")
        @Nullable
        String tree;

        @QueryParam("author")
        @Nullable
        String author;

        @QueryParam("verdict")
        @Nullable
        String verdict;

        @QueryParam("q")
        @Nullable
        String text;

        @QueryParam("since")
        @Nullable
        String since;

        @QueryParam("before")
        @Nullable
        Long before;

        SeriesList.Filter filter() {
            String day = asked(since);
            return new SeriesList.Filter(
                    asked(tree),
                    asked(author),
                    asked(verdict),
                    asked(text),
                    day == null ? null : Asked.day("since", day),
                    before);
        }

        private static @Nullable String asked(@Nullable String field) {
            return field == null || field.isBlank() ? null : field.strip();
        }
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance list(
                List<SeriesList.Row> rows, SeriesList.Filter filter, @Nullable String next, String feed, Instant now);
    }

    @GET
    @Path("series")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(@BeanParam Query query) {
        SeriesList.Filter filter = query.filter();
        List<SeriesList.Row> rows = series.of(filter);
        return Templates.list(rows, filter, next(filter, rows), "/series/atom" + asked(filter, null), clock.instant());
    }

    @GET
    @Path("series")
    @Produces(MediaType.APPLICATION_JSON)
    public List<SeriesList.Row> listAsData(@BeanParam Query query) {
        return series.of(query.filter());
    }

    private static @Nullable String next(SeriesList.Filter filter, List<SeriesList.Row> rows) {
        if (rows.size() < SeriesList.LIST) {
            return null;
        }
        return asked(filter, rows.getLast().id());
    }

    private static String asked(SeriesList.Filter filter, @Nullable Long before) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        add(query, "tree", filter.tree());
        add(query, "author", filter.author());
        add(query, "verdict", filter.verdict());
        add(query, "q", filter.text());
        LocalDate since = filter.since();
        add(query, "since", since == null ? null : since.toString());
        add(query, "before", before == null ? null : Long.toString(before));
        return query.toString();
    }

    private static void add(StringJoiner query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + Links.encoded(value));
        }
    }
}
