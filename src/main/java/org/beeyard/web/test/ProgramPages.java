package org.beeyard.web.test;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.history.program.Programs;
import org.beeyard.web.Links;
import org.jspecify.annotations.Nullable;

/** The programs of a tree's newest base, those that cost the verifier the most first. */
@Path("veristat")
@Blocking
class ProgramPages {

    private final Programs programs;

    ProgramPages(Programs programs) {
        this.programs = programs;
    }

    /**
     * @param jobs the newest of the tree, or of all when none is named
     * @param shown whose programs these are: not always one of those, since a newer base may end while somebody reads on; nothing when
     *     there is no job
     * @param next the query of the next page, nothing on the last
     */
    record ProgramsOfBase(
            @Nullable String tree,
            @Nullable String text,
            List<Programs.BaseJob> jobs,
            Programs.@Nullable BaseJob shown,
            List<Programs.ProgramRow> programs,
            @Nullable String next) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance programs(ProgramsOfBase list);
    }

    /** The query of the URL; the last two say behind which program a page begins. */
    static class Query {
        @QueryParam("tree")
        @DefaultValue("")
        String tree = "";

        @QueryParam("job")
        @DefaultValue("0")
        long job;

        @QueryParam("q")
        @DefaultValue("")
        String text = "";

        @QueryParam("states")
        @Nullable
        Integer states;

        @QueryParam("program")
        @DefaultValue("0")
        int program;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance programs(@BeanParam Query query) {
        return Templates.programs(programsAsData(query));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ProgramsOfBase programsAsData(@BeanParam Query query) {
        String tree = query.tree.isBlank() ? null : query.tree;
        String text = query.text.isBlank() ? null : query.text.strip();
        List<Programs.BaseJob> jobs = programs.newest().stream()
                .filter(job -> tree == null || job.tree().equals(tree))
                .toList();
        Optional<Programs.BaseJob> asked = programs.ofBase(query.job)
                .filter(job -> tree == null || job.tree().equals(tree));
        Programs.BaseJob shown = asked.or(() -> jobs.stream().findFirst()).orElse(null);
        // a place in the list of another job is none in this one
        List<Programs.ProgramRow> rows = shown == null
                ? List.of()
                : programs.accepted(shown.job(), text, asked.isPresent() ? query.states : null, query.program);
        return new ProgramsOfBase(
                tree, text, jobs, shown, rows, shown == null ? null : next(tree, text, shown.job(), rows));
    }

    private static @Nullable String next(
            @Nullable String tree, @Nullable String text, long job, List<Programs.ProgramRow> rows) {
        return rows.size() < Programs.LIST
                ? null
                : "?tree=" + Links.encoded(tree == null ? "" : tree) + "&job=" + job + "&q="
                        + Links.encoded(text == null ? "" : text) + "&states="
                        + Objects.requireNonNullElse(rows.getLast().states(), 0) + "&program="
                        + rows.getLast().id();
    }
}
