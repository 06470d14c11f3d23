package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.beeyard.github.Asked.Reply;

/** What the fake's repository itself is, and who may do what there. */
final class FakeRepository {

    private final String name;
    private final Map<String, String> permissions = new ConcurrentHashMap<>();
    private volatile boolean fork = true;
    private volatile boolean pushable = true;

    FakeRepository(String name) {
        this.name = name;
    }

    void serve(Routes routes) {
        routes.on("GET", "", (_, _) -> new Reply(200, shown()))
                .on("GET", "/collaborators/[^/]+/permission", (asked, _) -> permission(asked.part(2)));
    }

    void is(boolean fork, boolean pushable) {
        this.fork = fork;
        this.pushable = pushable;
    }

    void permit(String login, String permission) {
        permissions.put(login, permission);
    }

    private Reply permission(String login) {
        ObjectNode permission = JSON.createObjectNode().put("permission", permissions.getOrDefault(login, "read"));
        permission.putObject("user").put("login", login);
        return new Reply(200, permission);
    }

    private ObjectNode shown() {
        ObjectNode it = JSON.createObjectNode();
        it.put("id", 1)
                .put("name", name.replaceFirst(".*/", ""))
                .put("full_name", name)
                .put("private", false)
                .put("fork", fork)
                .put("default_branch", "main");
        it.putObject("owner").put("login", name.replaceFirst("/.*", ""));
        it.putObject("permissions").put("admin", false).put("push", pushable).put("pull", true);
        if (fork) {
            it.putObject("parent").put("full_name", "upstream/linux").put("fork", false);
        }
        return it;
    }
}
