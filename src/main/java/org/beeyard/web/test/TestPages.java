package org.beeyard.web.test;

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.beeyard.history.test.Counted;
import org.beeyard.history.test.TestDetail;
import org.beeyard.history.test.TestHistory;
import org.beeyard.history.test.Unsteady;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** What a test did over time, and which tests cannot be trusted. */
@Path("/")
@Blocking
class TestPages {

    private static final int MOST_DAYS = 366;

    private final TestHistory tests;
    private final Unsteady unsteady;
    private final Counted counted;
    private final Clock clock;

    TestPages(TestHistory tests, Unsteady unsteady, Counted counted, Clock clock) {
        this.counted = counted;
        this.tests = tests;
        this.unsteady = unsteady;
        this.clock = clock;
    }

    /**
     * @param moreFlaky that are not among these, which are the flakiest
     * @param moreBroken that are not among these, which are the newest
     * @param countedSince runs of these days from before that one are not counted; nothing when all are
     */
    record FlakyAndBroken(
            @Nullable String tree,
            int days,
            List<Unsteady.FlakyRow> flaky,
            boolean moreFlaky,
            List<Unsteady.BrokenRow> broken,
            boolean moreBroken,
            @Nullable LocalDate countedSince) {}

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
    @Path("tests")
    @Produces(MediaType.APPLICATION_JSON)
    public TestDetail testByQueryAsData(
            @QueryParam("suite") @DefaultValue("") String suite,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("days") @DefaultValue("30") int days) {
        return testAsData(suite, name, days);
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
        LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(within(days) - 1L);
        Cut<Unsteady.FlakyRow> flaky = unsteady.flaky(of, within(days));
        Cut<Unsteady.BrokenRow> broken = unsteady.broken(of);
        return new FlakyAndBroken(
                of, within(days), flaky.rows(), flaky.more(), broken.rows(), broken.more(), counted.since(from));
    }

    private static int within(int days) {
        return Math.clamp(days, 1, MOST_DAYS);
    }
}
