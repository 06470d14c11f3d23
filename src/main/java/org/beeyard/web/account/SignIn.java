package org.beeyard.web.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.beeyard.people.Caller;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.ForEverybody;
import org.beeyard.people.Secret;
import org.beeyard.people.SessionCookie;
import org.beeyard.people.Sessions;
import org.beeyard.people.SignInConfig;
import org.beeyard.people.SignIns;
import org.beeyard.people.WayBack;
import org.jspecify.annotations.Nullable;

/** The way in with a browser, and out. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class SignIn {

    private static final int LONGEST = 500;
    private static final String NO_ROLE =
            "You are known, but nothing that the provider says of you gives you a role here. Ask the farm's operator.";
    private static final String NOT_VOUCHED = "The provider has not let you in. Try again, or ask whoever runs it.";

    private final SignIns signIns;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final CurrentCaller caller;
    private final SignInConfig config;

    SignIn(SignIns signIns, Sessions sessions, SessionCookie cookie, CurrentCaller caller, SignInConfig config) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.cookie = cookie;
        this.caller = caller;
        this.config = config;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        /** @param provider the host that vouches for people; empty without one */
        static native TemplateInstance signIn(String to, String provider, String link, boolean local, String problem);
    }

    @GET
    @Path("sign-in")
    @ForEverybody
    public TemplateInstance page(
            @QueryParam("to") @Nullable String to,
            @QueryParam("error") @Nullable String error,
            @HeaderParam("Referer") @Nullable String referer) {
        return shown(
                to == null ? WayBack.path(referer) : to,
                error == null ? "" : error.equals("role") ? NO_ROLE : NOT_VOUCHED);
    }

    @POST
    @Path("sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @ForEverybody
    public Response enter(
            @FormParam("token") @Nullable String token,
            @FormParam("to") @Nullable String to,
            @Context HttpServerRequest http) {
        String shown = token == null ? "" : token.strip();
        if (shown.isEmpty() || shown.length() > LONGEST) {
            return again(400, to, "Paste the token into the field.");
        }
        return switch (signIns.byToken(new Secret(shown), http.remoteAddress().hostAddress())) {
            case SignIns.Answer.Welcome(Secret session) ->
                Response.seeOther(WayBack.to(to)).cookie(cookie.with(session)).build();
            case SignIns.Answer.Refused(String why) -> again(401, to, why);
            case SignIns.Answer.NotNow _ ->
                again(429, to, "Too many tokens were wrong in the last minute. Wait a minute and try again.");
        };
    }

    @POST
    @Path("sign-out")
    @ForEverybody
    public Response leave() {
        if (caller.get() instanceof Caller.SignedIn signedIn) {
            sessions.end(signedIn);
        }
        return Response.seeOther(URI.create("/")).cookie(cookie.removed()).build();
    }

    private TemplateInstance shown(@Nullable String to, String problem) {
        String back = WayBack.to(to).toString();
        return Templates.signIn(
                back,
                config.oidc().map(oidc -> oidc.issuer().getHost()).orElse(""),
                "/sign-in/oidc?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8),
                config.oidc().isEmpty() || config.adminToken().isPresent(),
                problem);
    }

    private Response again(int status, @Nullable String to, String problem) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(shown(to, problem).render())
                .build();
    }
}
