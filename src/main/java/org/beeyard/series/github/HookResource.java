package org.beeyard.series.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.beeyard.github.GithubRepositories;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.people.OwnProof;
import org.beeyard.series.github.Deliveries.Delivery;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /hooks/github}: takes GitHub's deliveries. Whether one is GitHub's is found out from its bytes before they are read as
 * anything; what is believed is written down and dealt with later.
 */
@OwnProof
@Path("/")
@Blocking
@Produces(MediaType.TEXT_PLAIN)
class HookResource {

    /** GitHub's own bound is 25 MB; what comes near it is a push of thousands of commits, which the poll finds as well. */
    private static final int MOST = 8 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final GithubRepositories repositories;
    private final Deliveries deliveries;

    HookResource(GithubRepositories repositories, Deliveries deliveries) {
        this.repositories = repositories;
        this.deliveries = deliveries;
    }

    @POST
    @Path("hooks/github")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response take(
            @HeaderParam("X-Hub-Signature-256") @Nullable String signature,
            @HeaderParam("X-GitHub-Delivery") @Nullable String id,
            @HeaderParam("X-GitHub-Event") @Nullable String event,
            InputStream in)
            throws IOException {
        Optional<String> secret = repositories.webhookSecret();
        if (secret.isEmpty()) {
            return answer(404, "This farm has no github.webhook-secret, so it believes no delivery.");
        }
        if (signature == null || id == null || event == null || !id.matches("[\\w-]{1,100}")) {
            return answer(400, "A delivery has the headers X-GitHub-Delivery, X-GitHub-Event and X-Hub-Signature-256.");
        }
        byte[] body = in.readNBytes(MOST + 1);
        if (body.length > MOST) {
            return answer(
                    413, "The delivery is larger than " + (MOST >> 20) + " MiB; the farm's poll finds what it tells.");
        }
        if (!Signature.proves(signature, body, secret.get())) {
            return answer(401, "The signature is not of this farm's secret.");
        }
        JsonNode payload;
        try {
            payload = JSON.readTree(body);
        } catch (IOException e) {
            return answer(400, "The delivery is no JSON; set its content type to application/json.");
        }
        Optional<Repository> repository =
                repositories.called(payload.path("repository").path("full_name").asText());
        if (repository.isEmpty()) {
            return answer(202, "The repository is not one of this farm's.");
        }
        Optional<Delivery> told = Payload.read(
                id, event, repository.get().name(), branch -> Watched.is(repository.get(), branch), payload);
        if (told.isEmpty()) {
            return answer(202, "Nothing of it matters here.");
        }
        boolean fresh = QuarkusTransaction.requiringNew().call(() -> deliveries.add(told.get()));
        return answer(202, fresh ? "It is dealt with soon." : "It was here before.");
    }

    private static Response answer(int status, String words) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(words + "\n")
                .build();
    }
}
