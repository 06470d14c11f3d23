package org.beeyard.web.run;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.beeyard.history.GoneResults;
import org.beeyard.history.program.ProgramCounts;
import org.beeyard.history.program.Programs;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.run.RunRow;
import org.beeyard.result.ProgramFate;
import org.beeyard.web.Asked;
import org.beeyard.web.Links;
import org.jspecify.annotations.Nullable;

/** The programs that the verifier treats otherwise in a run than on its base. */
@Path("runs/{id}/veristat")
@Blocking
class VeristatPages {

    private final RunHistory history;
    private final Programs programs;
    private final GoneResults gone;

    VeristatPages(RunHistory history, Programs programs, GoneResults gone) {
        this.history = history;
        this.programs = programs;
        this.gone = gone;
    }

    /**
     * @param next the query of the next page, nothing on the last
     * @param goneUntil what the verifier did in runs that were judged before that day, as this one was, was thrown away
     */
    record ProgramsOfRun(
            RunRow run,
            ProgramCounts counts,
            @Nullable String what,
            @Nullable String text,
            @Nullable Long job,
            List<Programs.ChangeRow> changes,
            @Nullable String next,
            @Nullable LocalDate goneUntil) {

        public boolean filtered() {
            return what != null || text != null || job != null;
        }

        static List<String> kinds() {
            return Arrays.stream(ProgramFate.values()).map(ProgramFate::name).toList();
        }
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance changes(ProgramsOfRun list, boolean first, List<String> kinds);
    }

    /** The query of the URL. */
    static class Query {
        private static final int START = -1;

        @QueryParam("what")
        @DefaultValue("")
        String what = "";

        @QueryParam("q")
        @DefaultValue("")
        String text = "";

        @QueryParam("job")
        @Nullable
        Long job;

        @QueryParam("after")
        @DefaultValue("" + START)
        int after = START;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance changes(@PathParam("id") long id, @BeanParam Query query) {
        return Templates.changes(changesAsData(id, query), query.after == Query.START, ProgramsOfRun.kinds());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ProgramsOfRun changesAsData(@PathParam("id") long id, @BeanParam Query query) {
        RunRow run = history.runRow(id).orElseThrow(NotFoundException::new);
        String text = query.text.isBlank() ? null : query.text.strip();
        String what = query.what.isBlank()
                ? null
                : Asked.oneOf("what", ProgramFate.class, query.what).name();
        List<Programs.ChangeRow> changes = programs.changes(id, what, text, query.job, query.after);
        return new ProgramsOfRun(
                run,
                programs.counts(id),
                what,
                text,
                query.job,
                changes,
                next(what, text, query.job, changes),
                run.finishedAt() == null ? null : gone.until(run.finishedAt()));
    }

    private static @Nullable String next(
            @Nullable String what, @Nullable String text, @Nullable Long job, List<Programs.ChangeRow> changes) {
        return changes.size() < Programs.LIST
                ? null
                : "?what=" + (what == null ? "" : what) + "&q=" + Links.encoded(text == null ? "" : text)
                        + (job == null ? "" : "&job=" + job) + "&after="
                        + changes.getLast().place();
    }
}
