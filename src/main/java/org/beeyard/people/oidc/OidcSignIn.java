package org.beeyard.people.oidc;

import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.beeyard.people.ForEverybody;
import org.beeyard.people.Secret;
import org.beeyard.people.SessionCookie;
import org.beeyard.people.SignInConfig;
import org.beeyard.people.SignIns;
import org.beeyard.people.WayBack;
import org.jspecify.annotations.Nullable;

/** Reached by those for whom the provider has vouched; others are sent to it first. */
@Path(OidcSignIn.PATH)
@Blocking
@Produces(MediaType.TEXT_HTML)
class OidcSignIn {

    static final String PATH = "/sign-in/oidc";

    private final SignIns signIns;
    private final SignInConfig config;
    private final SessionCookie cookie;
    private final OidcSession vouching;

    OidcSignIn(SignIns signIns, SignInConfig config, SessionCookie cookie, OidcSession vouching) {
        this.signIns = signIns;
        this.config = config;
        this.cookie = cookie;
        this.vouching = vouching;
    }

    @GET
    @Authenticated
    @ForEverybody
    public Response enter(@QueryParam("to") @Nullable String to, @Context HttpServerRequest http) {
        SignInConfig.Oidc oidc = config.oidc().orElseThrow();
        Claims claims = new Claims(claims(vouching.getIdToken().getRawToken()));
        SignIns.Answer answer = signIns.vouched(
                oidc.issuer().toString(),
                vouching.getIdToken().getSubject(),
                claims.name(oidc),
                claims.role(oidc),
                http.remoteAddress().hostAddress());
        // From here on the farm's own session counts.
        vouching.logout().await().indefinitely();
        return switch (answer) {
            case SignIns.Answer.Welcome(Secret session) ->
                Response.seeOther(WayBack.to(to)).cookie(cookie.with(session)).build();
            case SignIns.Answer.Refused _, SignIns.Answer.NotNow _ ->
                Response.seeOther(URI.create("/sign-in?error=role")).build();
        };
    }

    /** Its signature has been looked at. */
    private static JsonObject claims(String token) {
        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        try (JsonReader reader = Json.createReader(new StringReader(payload))) {
            return reader.readObject();
        }
    }
}
