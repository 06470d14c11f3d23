package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;
import static org.beeyard.github.Asked.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.beeyard.github.Asked.Reply;
import org.beeyard.github.FakeGithub.CheckRun;

/** Check runs and commit statuses of the fake. */
final class FakeChecks {

    private final List<ObjectNode> runs = new ArrayList<>();
    private final List<ObjectNode> statuses = new ArrayList<>();
    private int ids = 5000;

    void serve(Routes routes) {
        routes.on("GET", "/commits/[0-9a-f]{40}/check-runs", (asked, _) -> list(asked))
                .on("POST", "/check-runs", this::write)
                .on("PATCH", "/check-runs/\\d+", this::write)
                .on("GET", "/(commits|statuses)/[0-9a-f]{40}(/statuses)?", (asked, _) -> status(asked))
                .on("POST", "/(commits|statuses)/[0-9a-f]{40}(/statuses)?", (asked, _) -> status(asked));
    }

    void tamper(String head, String check, String title) {
        runs.stream().filter(of(head, check)).forEach(run -> ((ObjectNode) run.path("output")).put("title", title));
    }

    List<CheckRun> runs(String head) {
        return runs.stream()
                .filter(run -> run.path("head_sha").asText().equals(head))
                .map(run -> new CheckRun(
                        run.path("name").asText(),
                        run.path("external_id").asText(),
                        run.path("status").asText().equals("completed")
                                ? run.path("conclusion").asText()
                                : run.path("status").asText(),
                        run.path("output").path("title").asText(),
                        run.path("output").path("summary").asText(),
                        run.path("output").path("text").asText(),
                        run.path("details_url").asText(),
                        run.path("output").path("annotations_count").asInt()))
                .toList();
    }

    List<JsonNode> annotations(String head, String check) {
        return runs.stream()
                .filter(of(head, check))
                .flatMap(run -> StreamSupport.stream(run.path("annotations").spliterator(), false))
                .map(node -> (JsonNode) node)
                .toList();
    }

    List<String> statuses(String head) {
        return statuses.stream()
                .filter(status -> status.path("sha").asText().equals(head))
                .map(status -> status.path("state").asText() + " "
                        + status.path("context").asText() + ": "
                        + status.path("description").asText())
                .toList();
    }

    private static Predicate<ObjectNode> of(String head, String check) {
        return run -> run.path("head_sha").asText().equals(head)
                && run.path("name").asText().equals(check);
    }

    private Reply list(Asked asked) {
        List<JsonNode> shown = runs.stream()
                .filter(run -> run.path("head_sha").asText().equals(asked.part(2)))
                .map(run -> {
                    ObjectNode copy = run.deepCopy();
                    copy.remove("annotations");
                    return (JsonNode) copy;
                })
                .toList();
        Reply page = asked.page(shown);
        ObjectNode list = JSON.createObjectNode().put("total_count", shown.size());
        list.set("check_runs", page.body());
        return new Reply(200, list, page.headers());
    }

    private Reply write(Asked asked, String who) {
        if (!who.equals(FakeGithub.BOT)) {
            return new Reply(403, message("You must authenticate via a GitHub App."));
        }
        JsonNode output = asked.body().path("output");
        ArrayNode annotations = output.path("annotations") instanceof ArrayNode given ? given : JSON.createArrayNode();
        if (annotations.size() > 50
                || output.path("summary").asText().length() > 65_535
                || output.path("text").asText().length() > 65_535) {
            return new Reply(422, message("Invalid request."));
        }
        boolean made = asked.method().equals("POST");
        ObjectNode run = made ? JSON.createObjectNode().put("id", ++ids) : run(asked.part(2));
        if (made) {
            run.putObject("app").put("id", FakeGithub.APP);
            run.putArray("annotations");
            runs.add(run);
        }
        run.setAll(asked.body());
        if (!asked.body().path("status").asText().equals("completed")) {
            run.putNull("conclusion");
        }
        ((ArrayNode) run.path("annotations")).addAll(annotations);
        ObjectNode shown = (ObjectNode) run.path("output");
        shown.remove("annotations");
        shown.put("annotations_count", run.path("annotations").size());
        return new Reply(made ? 201 : 200, run.deepCopy());
    }

    private ObjectNode run(String id) {
        return runs.stream()
                .filter(run -> run.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Reply status(Asked asked) {
        String head = asked.part(2);
        if (asked.method().equals("POST")) {
            if (asked.body().path("description").asText().length() > 140) {
                return new Reply(422, message("description is too long (maximum is 140 characters)"));
            }
            statuses.add(asked.body().deepCopy().put("id", ++ids).put("sha", head));
            return new Reply(201, statuses.getLast().deepCopy());
        }
        return asked.page(statuses.reversed().stream()
                .filter(status -> status.path("sha").asText().equals(head))
                .toList());
    }
}
