package org.beeyard.web.rule;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.rule.DenyList;
import org.beeyard.rule.Rehearsal;
import org.beeyard.rule.Rule;
import org.beeyard.rule.RuleKind;
import org.beeyard.rule.RuleWish;
import org.beeyard.rule.Rules;
import org.beeyard.web.Asked;
import org.beeyard.web.Refusal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Rules, for programs. */
@Path("/api/v1/rules")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
class RuleApi {

    private final Rules rules;
    private final Rehearsal rehearsal;
    private final CurrentCaller caller;

    RuleApi(Rules rules, Rehearsal rehearsal, CurrentCaller caller) {
        this.rules = rules;
        this.rehearsal = rehearsal;
        this.caller = caller;
    }

    record Loaded(int made) {}

    /**
     * @param list the text of a DENYLIST file
     * @param rest what it does not say
     */
    record Wishes(@Nullable String list, @Nullable RuleWish rest) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ACT)
    @Operation(summary = "Makes a rule; with dryRun=true tells only what it would have done in 30 days")
    public Response make(@Nullable RuleWish wish, @QueryParam("dryRun") boolean dryRun) {
        if (wish == null) {
            throw new BadRequestException("there is no rule in the request's body");
        }
        try {
            if (dryRun) {
                return Response.ok(rehearsal.of(wish.forRehearsal())).build();
            }
            long id = rules.make(wish, caller.actor());
            return Response.created(URI.create("/api/v1/rules/" + id))
                    .entity(rules.find(id).orElseThrow())
                    .build();
        } catch (RuleWish.Refused e) {
            return refused(e);
        }
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A rule, also one that counts no more")
    public Rule rule(@PathParam("id") long id) {
        return rules.find(id).orElseThrow(NotFoundException::new);
    }

    @DELETE
    @Path("{id}")
    @Needs(Right.ACT)
    @Operation(summary = "Takes a rule back")
    public void end(@PathParam("id") long id) {
        if (!rules.end(id, caller.actor())) {
            throw new NotFoundException();
        }
    }

    /** In the selftests' own format. */
    @GET
    @Path("denylist")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The rules of a tree, suite and arch as a DENYLIST file")
    public String denyList(
            @QueryParam("tree") @Nullable String tree,
            @QueryParam("suite") @Nullable String suite,
            @QueryParam("arch") @Nullable String arch,
            @QueryParam("kind") @DefaultValue("DENY") String kind) {
        RuleKind wanted = Asked.oneOf("kind", RuleKind.class, kind);
        return DenyList.of(rules.counting(RuleFields.asked(tree)).stream()
                .filter(rule -> rule.terms().kind() == wanted)
                .filter(rule ->
                        fits(rule.terms().suite(), suite) && fits(rule.terms().arch(), arch))
                .toList());
    }

    @POST
    @Path("denylist")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ACT)
    @Operation(summary = "Makes rules of a DENYLIST file, all or none; those that are there already are left out")
    public Response load(@Nullable Wishes wishes) {
        if (wishes == null || wishes.list() == null || wishes.rest() == null) {
            throw new BadRequestException("the request's body needs list and rest");
        }
        try {
            return Response.ok(new Loaded(rules.load(wishes.list(), wishes.rest(), caller.actor())))
                    .build();
        } catch (RuleWish.Refused e) {
            return refused(e);
        }
    }

    private static boolean fits(Optional<String> only, @Nullable String asked) {
        String one = RuleFields.asked(asked);
        return one == null || only.map(one::equals).orElse(true);
    }

    private static Response refused(RuleWish.Refused e) {
        return Refusal.problem(400, String.valueOf(e.getMessage()), "Send what docs/api.md says of rules.");
    }
}
