package org.beeyard.github;

import java.util.ArrayList;
import java.util.List;
import org.beeyard.github.Asked.Reply;

/** Which part of the fake answers what. */
final class Routes {

    interface Handler {
        /** @param who a login */
        Reply answer(Asked asked, String who);
    }

    private record Route(String method, String path, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    /** @param path a pattern of what is behind the repository */
    Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, path, handler));
        return this;
    }

    Reply answer(Asked asked, String who) {
        return routes.stream()
                .filter(route -> asked.is(route.method(), route.path()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(asked.method() + " " + asked.rest()))
                .handler()
                .answer(asked, who);
    }
}
