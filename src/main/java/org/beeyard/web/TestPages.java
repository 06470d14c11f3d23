package org.beeyard.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.TestDetail;
import org.beeyard.history.TestHistory;
import org.beeyard.history.Unsteady;
import org.jspecify.annotations.Nullable;

/** What a test did over time, and which tests cannot be trusted. */
@Path("/")
@Blocking
class TestPages {

    private static final int MOST_DAYS = 366;

    private final TestHistory tests;
    private final Unsteady unsteady;
    private final Clock clock;

    TestPages(TestHistory tests, Unsteady unsteady, Clock clock) {
        this.tests = tests;
        this.unsteady = unsteady;
        this.clock = clock;
    }

    record FlakyAndBroken(
            @Nullable String tree, int days, List<Unsteady.FlakyRow> flaky, List<Unsteady.BrokenRow> broken) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance test(TestDetail test, Instant now);

        static native TemplateInstance flaky(FlakyAndBroken list, Instant now);
    }

    @GET
    @Path("tests/{suite}/{name:.+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance test(
            @PathParam("suite") String suite,
            @PathParam("name") String name,
            @QueryParam("days") @DefaultValue("30") int days) {
        return Templates.test(testAsData(suite, name, days), clock.instant());
    }

    @GET
    @Path("tests/{suite}/{name:.+}")
    @Produces(MediaType.APPLICATION_JSON)
    public TestDetail testAsData(
            @PathParam("suite") String suite,
            @PathParam("name") String name,
            @QueryParam("days") @DefaultValue("30") int days) {
        return tests.of(suite, name, within(days)).orElseThrow(NotFoundException::new);
    }

    /** For names that no path can hold. */
    @GET
    @Path("tests")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance testByQuery(
            @QueryParam("suite") @DefaultValue("") String suite,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("days") @DefaultValue("30") int days) {
        return test(suite, name, days);
    }

    @GET
    @Path("flaky")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance flaky(
            @QueryParam("tree") @Nullable String tree, @QueryParam("days") @DefaultValue("30") int days) {
        return Templates.flaky(flakyAsData(tree, days), clock.instant());
    }

    @GET
    @Path("flaky")
    @Produces(MediaType.APPLICATION_JSON)
    public FlakyAndBroken flakyAsData(
            @QueryParam("tree") @Nullable String tree, @QueryParam("days") @DefaultValue("30") int days) {
        String of = tree == null || tree.isBlank() ? null : tree;
        return new FlakyAndBroken(of, within(days), unsteady.flaky(of, within(days)), unsteady.broken(of));
    }

    private static int within(int days) {
        return Math.clamp(days, 1, MOST_DAYS);
    }
}
