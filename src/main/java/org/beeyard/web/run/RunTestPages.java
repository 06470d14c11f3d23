package org.beeyard.web.run;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import org.beeyard.history.GoneResults;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.run.RunRow;
import org.beeyard.history.run.RunTests;
import org.beeyard.protocol.Outcome;
import org.beeyard.web.Asked;
import org.beeyard.web.Links;
import org.jspecify.annotations.Nullable;

/** All tests of a run. */
@Path("/")
@Blocking
class RunTestPages {

    private final RunHistory history;
    private final RunTests tests;
    private final GoneResults gone;

    RunTestPages(RunHistory history, RunTests tests, GoneResults gone) {
        this.history = history;
        this.tests = tests;
        this.gone = gone;
    }

    /**
     * @param next the query of the next page, nothing on the last
     * @param goneUntil the single results of earlier days, of which this run is or what stands of one before, were thrown away
     */
    record TestsOfRun(
            RunRow run,
            @Nullable String text,
            @Nullable String outcome,
            List<RunTests.TestRow> tests,
            @Nullable String next,
            @Nullable LocalDate goneUntil) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance tests(TestsOfRun list, boolean first);
    }

    /** The query of the URL. */
    static class Query {
        @QueryParam("q")
        @Nullable
        String text;

        @QueryParam("outcome")
        @Nullable
        String outcome;

        @QueryParam("rank")
        @Nullable
        Integer rank;

        @BeanParam
        LastTest last = new LastTest();

        private RunTests.@Nullable After after() {
            return rank == null || last.test == null ? null : new RunTests.After(rank, last.name(), last.jobName());
        }
    }

    @GET
    @Path("runs/{id}/tests")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tests(@PathParam("id") long id, @BeanParam Query query) {
        return Templates.tests(testsAsData(id, query), query.after() == null);
    }

    @GET
    @Path("runs/{id}/tests")
    @Produces(MediaType.APPLICATION_JSON)
    public TestsOfRun testsAsData(@PathParam("id") long id, @BeanParam Query query) {
        RunRow run = history.runRow(id).orElseThrow(NotFoundException::new);
        String text = query.text == null || query.text.isBlank() ? null : query.text.strip();
        String outcome = query.outcome == null || query.outcome.isBlank()
                ? null
                : Asked.oneOf("outcome", Outcome.class, query.outcome).name();
        List<RunTests.TestRow> rows = tests.of(id, text, outcome, query.after());
        return new TestsOfRun(run, text, outcome, rows, next(text, outcome, rows), gone.until(tests.since(id)));
    }

    private static @Nullable String next(@Nullable String text, @Nullable String outcome, List<RunTests.TestRow> rows) {
        if (rows.size() < RunTests.LIST) {
            return null;
        }
        RunTests.TestRow last = rows.getLast();
        return "?q=" + Links.encoded(text == null ? "" : text) + "&outcome=" + (outcome == null ? "" : outcome)
                + "&rank=" + last.rank() + LastTest.query(last.test(), last.jobName());
    }
}
