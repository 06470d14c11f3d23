package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.wire.Fault;

/** What is said to people in the threads of pull requests. */
public final class GithubAnswers {

    private static final JsonMapper JSON = new JsonMapper();

    private final GithubClient client;
    private final Wire wire;
    private final String repository;

    /** @param repository where the API has it */
    GithubAnswers(GithubClient client, Wire wire, String repository) {
        this.client = client;
        this.wire = wire;
        this.repository = repository;
    }

    /** The same twice is one. */
    public void react(long comment, String content) throws Fault {
        post("/issues/comments/" + comment + "/reactions", "content", content);
    }

    /** Whoever comments twice has two. */
    public void comment(int number, String body) throws Fault {
        post("/issues/" + number + "/comments", "body", body);
    }

    /** Of one thread since then; the newest are missing where a hundred and more have come. */
    public List<Said.Comment> comments(int number, Instant since) throws Fault {
        return client.call(() -> {
            List<Said.Comment> comments = new ArrayList<>();
            for (JsonNode comment : JSON.readTree(wire.get(repository + "/issues/" + number
                            + "/comments?per_page=100&since=" + since.truncatedTo(ChronoUnit.SECONDS))
                    .body())) {
                GithubClient.comment(comment).ifPresent(comments::add);
            }
            return comments;
        });
    }

    private void post(String path, String field, String value) throws Fault {
        client.call(() -> wire.send(
                "POST",
                repository + path,
                JSON.writeValueAsBytes(JSON.createObjectNode().put(field, value))));
    }
}
