package org.beeyard.web.account;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.beeyard.people.TokenDesk;
import org.beeyard.people.TokenWish;
import org.beeyard.people.Tokens;
import org.beeyard.people.Tokens.TokenRow;
import org.beeyard.sql.Cut;
import org.beeyard.web.Refusal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the account's page shows and does, for programs. */
@Path("/")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
class AccountApi {

    private final TokenDesk desk;
    private final Tokens tokens;
    private final CurrentCaller caller;

    AccountApi(TokenDesk desk, Tokens tokens, CurrentCaller caller) {
        this.desk = desk;
        this.tokens = tokens;
        this.caller = caller;
    }

    /**
     * @param role nothing for who has not signed in
     * @param rights what the caller may do, by whatever it came with
     * @param tokens the newest
     * @param moreTokens that are not among these
     */
    record Who(String name, @Nullable String role, List<String> rights, List<TokenRow> tokens, boolean moreTokens) {}

    record Wish(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Integer days) {}

    record Given(long id, String token) {}

    @GET
    @Path("account")
    public Who account() {
        Cut<TokenRow> mine = tokens(null);
        return new Who(
                caller.actor().name(),
                caller.get().who().map(person -> person.role().word()).orElse(null),
                caller.get().rights().stream().sorted().map(Right::word).toList(),
                mine.rows(),
                mine.more());
    }

    @GET
    @Path("api/v1/tokens")
    @Operation(summary = "The caller's tokens, without their secrets")
    public List<TokenRow> mine(@QueryParam("before") @Nullable Long before) {
        return tokens(before).rows();
    }

    private Cut<TokenRow> tokens(@Nullable Long before) {
        return caller.get()
                .who()
                .map(person -> tokens.ownedBy(person, before))
                .orElseGet(() -> new Cut<>(List.of(), false));
    }

    @POST
    @Path("api/v1/tokens")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.READ)
    @Operation(summary = "Makes a token; its secret is told this once")
    public Response make(Wish wish) {
        try {
            Tokens.Made made = desk.make(caller.get(), wish.name(), wish.scopes(), wish.days());
            return Response.created(URI.create("/api/v1/tokens/" + made.id()))
                    .header("Cache-Control", "no-store")
                    .entity(new Given(made.id(), made.secret().text()))
                    .build();
        } catch (TokenWish.Refused e) {
            return Refusal.problem(
                    400, String.valueOf(e.getMessage()), "Send name, scopes and days, as docs/api.md says.");
        }
    }

    @DELETE
    @Path("api/v1/tokens/{id}")
    @Needs(Right.READ)
    @Operation(summary = "Revokes a token, and those that were made by it")
    public void revoke(@PathParam("id") long id) {
        if (!desk.revoke(caller.get(), id)) {
            throw new NotFoundException();
        }
    }
}
