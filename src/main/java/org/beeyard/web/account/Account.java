package org.beeyard.web.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.people.Caller;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Person;
import org.beeyard.people.Right;
import org.beeyard.people.TokenDesk;
import org.beeyard.people.TokenWish;
import org.beeyard.people.Tokens;
import org.beeyard.people.Tokens.TokenRow;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** The page of somebody who has signed in, with their tokens. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class Account {

    private final TokenDesk desk;
    private final Tokens tokens;
    private final CurrentCaller caller;
    private final Clock clock;

    Account(TokenDesk desk, Tokens tokens, CurrentCaller caller, Clock clock) {
        this.desk = desk;
        this.tokens = tokens;
        this.caller = caller;
        this.clock = clock;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        /**
         * @param first whether {@code mine} are the newest
         * @param others everybody else's tokens, for operators
         * @param secret of a token that was just made
         */
        static native TemplateInstance account(
                String name,
                String role,
                List<Right> rights,
                Cut<TokenRow> mine,
                boolean first,
                Cut<TokenRow> others,
                String secret,
                String problem,
                Instant now);
    }

    @GET
    @Path("account")
    public Response page(
            @QueryParam("before") @Nullable Long before, @QueryParam("othersBefore") @Nullable Long othersBefore) {
        return caller.get().who().isEmpty() ? signIn() : answer(200, "", "", before, othersBefore);
    }

    @POST
    @Path("account/tokens")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Needs(Right.READ)
    public Response make(
            @FormParam("name") @Nullable String name,
            @FormParam("scope") @Nullable List<String> scopes,
            @FormParam("days") @Nullable Integer days) {
        if (caller.get().who().isEmpty()) {
            return signIn();
        }
        try {
            return answer(
                    201, desk.make(caller.get(), name, scopes, days).secret().text(), "", null, null);
        } catch (TokenWish.Refused e) {
            return answer(400, "", String.valueOf(e.getMessage()), null, null);
        }
    }

    @POST
    @Path("account/tokens/{id}/revoke")
    @Needs(Right.READ)
    public Response revoke(@PathParam("id") long id) {
        if (!desk.revoke(caller.get(), id)) {
            throw new NotFoundException();
        }
        return Response.seeOther(URI.create("/account")).build();
    }

    private Response answer(
            int status, String secret, String problem, @Nullable Long before, @Nullable Long othersBefore) {
        Caller who = caller.get();
        Person person = who.who().orElseThrow();
        Cut<TokenRow> others = who.rights().contains(Right.OPERATE)
                ? tokens.ownedByOthers(person, othersBefore)
                : new Cut<>(List.of(), false);
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .entity(Templates.account(
                                person.name(),
                                person.role().word(),
                                who.rights().stream().sorted().toList(),
                                tokens.ownedBy(person, before),
                                before == null,
                                others,
                                secret,
                                problem,
                                clock.instant())
                        .render())
                .build();
    }

    private static Response signIn() {
        return Response.seeOther(URI.create("/sign-in?to=/account")).build();
    }
}
