package org.beeyard.web.run;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.job.Retests;
import org.beeyard.job.RunActs;
import org.beeyard.job.RunActs.Answer;
import org.beeyard.job.RunKind;
import org.beeyard.job.RunPlanning;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.web.Asker;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Retests, cancels and pins runs. Browsers' forms are led to the page of what comes of it. */
@Path("/")
@Blocking
@Consumes(MediaType.WILDCARD)
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
class RunActions {

    private final RunActs acts;
    private final RunPlanning planning;
    private final CurrentCaller caller;

    RunActions(RunActs acts, RunPlanning planning, CurrentCaller caller) {
        this.acts = acts;
        this.planning = planning;
        this.caller = caller;
    }

    /**
     * @param series that is looked at again from the start
     * @param run that was planned, or cancelled
     */
    record Done(@Nullable Long series, @Nullable Long run, String url) {}

    /**
     * The whole series once more, on the newest base; or some of its jobs, on the same base.
     *
     * @param suites by name, also several with commas
     */
    @POST
    @Path("api/v1/runs/{id}/retest")
    @Needs(Right.ACT)
    @Operation(summary = "Tests again: all on the newest base, or some suites and archs on the same one")
    public Response retest(
            @PathParam("id") long id,
            @QueryParam("suites") List<String> suites,
            @QueryParam("archs") List<String> archs,
            @Context HttpHeaders headers) {
        return retest(id, new Retests.Wish(names(suites, null), names(archs, null)), headers);
    }

    /** For a form, which many programs send without meaning one: the address counts, too. */
    @POST
    @Path("api/v1/runs/{id}/retest")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Needs(Right.ACT)
    @Operation(hidden = true)
    public Response retestByForm(
            @PathParam("id") long id,
            @QueryParam("suites") List<String> suites,
            @QueryParam("archs") List<String> archs,
            @FormParam("suites") @Nullable List<String> formSuites,
            @FormParam("archs") @Nullable List<String> formArchs,
            @Context HttpHeaders headers) {
        return retest(id, new Retests.Wish(names(suites, formSuites), names(archs, formArchs)), headers);
    }

    private Response retest(long id, Retests.Wish wish, HttpHeaders headers) {
        Answer answer = acts.retest(id, wish, caller.actor()).orElseThrow(NotFoundException::new);
        planning.announce();
        return answer(answer, headers);
    }

    /** A base's run, for which many series may wait, is an operator's to cancel. */
    @POST
    @Path("api/v1/runs/{id}/cancel")
    @Needs(Right.ACT)
    @Operation(summary = "Ends an unfinished run")
    public Response cancel(@PathParam("id") long id, @Context HttpHeaders headers) {
        if (acts.kind(id).equals(Optional.of(RunKind.BASE)) && !caller.operates()) {
            return Asker.of(headers.getAcceptableMediaTypes())
                    .refused(403, "Series may wait for the run of a base; only operators cancel it.", "Ask one.");
        }
        return answer(acts.cancel(id, caller.actor()).orElseThrow(NotFoundException::new), headers);
    }

    /** What retention has thrown away of it does not come back. */
    @POST
    @Path("api/v1/runs/{id}/pin")
    @Needs(Right.ACT)
    @Operation(summary = "Keeps the logs and artifacts of a run, and of the base's run that it is compared with")
    public Response pin(@PathParam("id") long id, @Context HttpHeaders headers) {
        return answer(acts.pin(id, caller.actor()).orElseThrow(NotFoundException::new), headers);
    }

    @POST
    @Path("api/v1/runs/{id}/unpin")
    @Needs(Right.ACT)
    @Operation(summary = "Leaves a pinned run to retention")
    public Response unpin(@PathParam("id") long id, @Context HttpHeaders headers) {
        return answer(acts.unpin(id, caller.actor()).orElseThrow(NotFoundException::new), headers);
    }

    private static Set<String> names(List<String> ofQuery, @Nullable List<String> ofForm) {
        return Stream.concat(ofQuery.stream(), ofForm == null ? Stream.empty() : ofForm.stream())
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Response answer(Answer answer, HttpHeaders headers) {
        Asker asker = Asker.of(headers.getAcceptableMediaTypes());
        return switch (answer) {
            case Answer.Again(long series) -> done(asker, 202, new Done(series, null, "/series/" + series));
            case Answer.Planned(long run) -> done(asker, 201, new Done(null, run, "/runs/" + run));
            case Answer.Pinned(long run) -> done(asker, 200, new Done(null, run, "/runs/" + run));
            case Answer.Cancelled(long run) -> done(asker, 200, new Done(null, run, "/runs/" + run));
            case Answer.Refused(String why) -> asker.refused(409, why, "Look at the run and its series.");
        };
    }

    private static Response done(Asker asker, int status, Done done) {
        return asker.done(done.url(), status, done);
    }
}
