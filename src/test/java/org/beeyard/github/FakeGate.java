package org.beeyard.github;

import static org.beeyard.github.Asked.message;

import java.io.IOException;
import java.net.URI;
import org.beeyard.github.Asked.Reply;

/** Who asks, and whether that one may: the credentials of the fake. What is behind the repository's path the routes answer. */
final class FakeGate {

    private final String repository;
    private final Routes routes;
    private final FakeHooks hooks;
    private final FakeApp app = new FakeApp();
    private volatile GithubRights rights = GithubRights.ALL;

    FakeGate(String repository, Routes routes, FakeHooks hooks) {
        this.repository = "/repos/" + repository;
        this.routes = routes;
        this.hooks = hooks;
    }

    void rights(GithubRights worth) {
        rights = worth;
    }

    /** @param server where the fake is */
    Reply answer(String method, URI uri, String authorization, byte[] body, URI server) throws IOException {
        String path = uri.getPath().replaceFirst("^/api/v3", "");
        if (path.startsWith("/app/hook/deliveries")) {
            return FakeApp.isProof(authorization) && rights != GithubRights.REVOKED
                    ? hooks.records(Asked.of(method, path, uri, body, server))
                    : new Reply(401, message("A JSON web token could not be decoded"));
        }
        if (FakeApp.isAsked(path)) {
            return app.answer(path, authorization, rights == GithubRights.REVOKED);
        }
        boolean asApp = app.knows(authorization);
        if (!asApp && !authorization.equals(FakeGithub.TOKEN) || rights == GithubRights.REVOKED) {
            return new Reply(401, message("Bad credentials"));
        }
        if (rights == GithubRights.LOST) {
            return new Reply(403, message("Resource not accessible by integration"));
        }
        if (rights == GithubRights.HIDDEN || !path.startsWith(repository)) {
            return Asked.missing();
        }
        return routes.answer(
                Asked.of(method, path.substring(repository.length()), uri, body, server),
                asApp ? FakeGithub.BOT : FakeGithub.OWNER);
    }
}
