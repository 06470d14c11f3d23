package org.beeyard.people.oidc;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the provider says cannot be believed: people are told so where they began. The log has the reason. */
class Unvouched {

    @ServerExceptionMapper(
            value = {AuthenticationFailedException.class, AuthenticationCompletionException.class},
            priority = Priorities.AUTHENTICATION)
    public Response failed(Exception e) {
        return Response.seeOther(URI.create("/sign-in?error=unvouched")).build();
    }
}
