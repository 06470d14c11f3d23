package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;
import static org.beeyard.github.Asked.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.beeyard.github.Asked.Reply;

/** The App of the fake, as which the farm gets its tokens. */
final class FakeApp {

    private static final long INSTALLATION = 815;

    private final List<String> tokens = new ArrayList<>();

    static boolean isAsked(String path) {
        return path.equals("/app") || path.endsWith("/installation") || path.endsWith("/access_tokens");
    }

    boolean knows(String token) {
        return tokens.contains(token);
    }

    /** Whether it is the App itself that asks. */
    static boolean isProof(String jwt) throws IOException {
        JsonNode claims = jwt.matches("[^.]+\\.[^.]+\\.[^.]+")
                ? JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))
                : JSON.createObjectNode();
        long now = Instant.now().getEpochSecond();
        return claims.path("iss").asLong() == FakeGithub.APP
                && claims.path("iat").asLong() <= now
                && claims.path("exp").asLong() > now
                && claims.path("exp").asLong() - claims.path("iat").asLong() <= 600;
    }

    Reply answer(String path, String jwt, boolean revoked) throws IOException {
        if (!isProof(jwt) || revoked) {
            return new Reply(401, message("A JSON web token could not be decoded"));
        }
        if (path.equals("/app")) {
            return new Reply(
                    200, JSON.createObjectNode().put("id", FakeGithub.APP).put("name", "farm"));
        }
        if (path.endsWith("/installation")) {
            return new Reply(200, JSON.createObjectNode().put("id", INSTALLATION));
        }
        tokens.add("ghs_" + (1000 + tokens.size()));
        return new Reply(
                201,
                JSON.createObjectNode()
                        .put("token", tokens.getLast())
                        .put(
                                "expires_at",
                                Instant.now()
                                        .plusSeconds(3600)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString()));
    }
}
