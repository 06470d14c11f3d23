package org.beeyard.web.rule;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.rule.Outgrown;
import org.beeyard.rule.Rehearsal;
import org.beeyard.rule.Rule;
import org.beeyard.rule.RuleWish;
import org.beeyard.rule.Rules;
import org.jspecify.annotations.Nullable;

/** What people have decided about tests, and the forms for more of it; what a rule would have done is shown before it is kept. */
@Path("/rules")
@Blocking
@Produces(MediaType.TEXT_HTML)
class RulePages {

    private static final int DAYS = 60;

    private final Rules rules;
    private final Outgrown outgrown;
    private final Rehearsal rehearsal;
    private final CurrentCaller caller;
    private final Clock clock;

    RulePages(Rules rules, Outgrown outgrown, Rehearsal rehearsal, CurrentCaller caller, Clock clock) {
        this.rules = rules;
        this.outgrown = outgrown;
        this.rehearsal = rehearsal;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param outgrown those of {@code rules} whose tests pass */
    record RuleList(@Nullable String tree, List<Rule> rules, List<Rule> outgrown, List<Rule> ended) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance rules(
                RuleList list, List<String> problems, Load load, LocalDate today, Instant now);

        /** @param outcome of the rehearsal; nothing before there was one */
        static native TemplateInstance rule(
                RuleWish wish, List<String> problems, Rehearsal.@Nullable Outcome outcome, Instant now);
    }

    /** A form that was refused, to be mended. */
    record Load(String list, RuleWish rest) {}

    @GET
    public TemplateInstance page(@QueryParam("tree") @Nullable String tree) {
        return shown(tree, List.of(), new Load("", empty()));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public RuleList twin(@QueryParam("tree") @Nullable String tree) {
        String of = RuleFields.asked(tree);
        List<Rule> counting = rules.counting(of);
        Set<Long> done = outgrown.of(counting);
        return new RuleList(
                of,
                counting,
                counting.stream().filter(rule -> done.contains(rule.id())).toList(),
                rules.ended());
    }

    @GET
    @Path("new")
    public TemplateInstance form(@Context UriInfo uri) {
        RuleWish wish = RuleFields.wish(uri.getQueryParameters()).or(empty());
        if (RuleFields.asked(wish.tests()) == null) {
            return Templates.rule(wish, List.of(), null, clock.instant());
        }
        try {
            return Templates.rule(wish, List.of(), rehearsal.of(wish.forRehearsal()), clock.instant());
        } catch (RuleWish.Refused e) {
            return Templates.rule(wish, e.problems(), null, clock.instant());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Needs(Right.ACT)
    public Response make(MultivaluedMap<String, String> form) {
        RuleWish wish = RuleFields.wish(form);
        try {
            long id = rules.make(wish, caller.actor());
            return Response.seeOther(URI.create("/rules#rule-" + id)).build();
        } catch (RuleWish.Refused e) {
            return refused(Templates.rule(wish.or(empty()), e.problems(), null, clock.instant()));
        }
    }

    @POST
    @Path("{id}/end")
    @Needs(Right.ACT)
    public Response end(@PathParam("id") long id) {
        if (!rules.end(id, caller.actor())) {
            throw new NotFoundException();
        }
        return Response.seeOther(URI.create("/rules")).build();
    }

    @POST
    @Path("denylist")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Needs(Right.ACT)
    public Response load(MultivaluedMap<String, String> form) {
        String list = form.getFirst("list");
        Load load = new Load(list == null ? "" : list, RuleFields.wish(form).or(empty()));
        try {
            rules.load(load.list(), load.rest(), caller.actor());
            return Response.seeOther(URI.create("/rules")).build();
        } catch (RuleWish.Refused e) {
            return refused(shown(null, e.problems(), load));
        }
    }

    private TemplateInstance shown(@Nullable String tree, List<String> problems, Load load) {
        return Templates.rules(twin(tree), problems, load, today(), clock.instant());
    }

    /** What a form says at first. */
    private RuleWish empty() {
        return new RuleWish(
                "KNOWN_FAILURE",
                null,
                null,
                null,
                null,
                caller.name(),
                null,
                null,
                today().plusDays(DAYS).toString());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Response refused(TemplateInstance page) {
        return Response.status(400)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(page.render())
                .build();
    }
}
