package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;
import static org.beeyard.github.Asked.now;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.Asked.Reply;

/** Comments of pull requests, and reactions to them. */
final class FakeComments {

    private final String api;
    private final List<ObjectNode> comments = new ArrayList<>();
    private final List<ObjectNode> reactions = new ArrayList<>();
    private int ids = 1000;

    /** @param api of the repository */
    FakeComments(String api) {
        this.api = api;
    }

    void serve(Routes routes) {
        routes.on("GET", "/issues/comments", (asked, _) -> list(asked))
                .on("GET", "/issues/\\d+/comments", (asked, _) -> ofIssue(asked))
                .on("POST", "/issues/\\d+/comments", this::create)
                .on("POST", "/issues/comments/\\d+/reactions", this::react);
    }

    ObjectNode add(int number, String author, String body) {
        ObjectNode comment = JSON.createObjectNode();
        comment.put("id", ++ids).put("body", body).put("created_at", now()).put("updated_at", now());
        comment.putObject("user").put("login", author);
        comment.put("issue_url", api + "/issues/" + number);
        comments.add(comment);
        return comment;
    }

    Optional<ObjectNode> of(long id) {
        return comments.stream()
                .filter(comment -> comment.path("id").asLong() == id)
                .findFirst();
    }

    /** Bodies of what somebody wrote to a pull request. */
    List<String> by(String author, int number) {
        return comments.stream()
                .filter(comment -> comment.path("user").path("login").asText().equals(author)
                        && comment.path("issue_url").asText().endsWith("/issues/" + number))
                .map(comment -> comment.path("body").asText())
                .toList();
    }

    List<String> reactions(long comment) {
        return reactions.stream()
                .filter(reaction -> reaction.path("comment").asLong() == comment)
                .map(reaction -> reaction.path("content").asText())
                .toList();
    }

    private Reply list(Asked asked) {
        Instant since = Instant.parse(asked.query().getOrDefault("since", "2000-01-01T00:00:00Z"));
        return asked.page(comments.stream()
                .filter(comment ->
                        !Instant.parse(comment.path("updated_at").asText()).isBefore(since))
                .toList());
    }

    /** {@code GET /issues/N/comments}. */
    private Reply ofIssue(Asked asked) {
        return asked.page(comments.stream()
                .filter(comment -> comment.path("issue_url").asText().endsWith("/issues/" + asked.part(2)))
                .toList());
    }

    /** {@code POST /issues/N/comments}. */
    private Reply create(Asked asked, String author) {
        return new Reply(
                201,
                add(
                                Integer.parseInt(asked.part(2)),
                                author,
                                asked.body().path("body").asText())
                        .deepCopy());
    }

    /** {@code POST /issues/comments/ID/reactions}: the same by the same twice is one. */
    private Reply react(Asked asked, String author) {
        long comment = Long.parseLong(asked.part(3));
        if (of(comment).isEmpty()) {
            return Asked.missing();
        }
        String content = asked.body().path("content").asText();
        if (!List.of("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")
                .contains(content)) {
            return new Reply(422, Asked.message("Validation Failed"));
        }
        Optional<ObjectNode> there = reactions.stream()
                .filter(reaction -> reaction.path("comment").asLong() == comment
                        && reaction.path("content").asText().equals(content)
                        && reaction.path("user").path("login").asText().equals(author))
                .findFirst();
        if (there.isPresent()) {
            return new Reply(200, there.get().deepCopy());
        }
        ObjectNode reaction = JSON.createObjectNode().put("id", ++ids).put("content", content);
        reaction.put("comment", comment).putObject("user").put("login", author);
        reactions.add(reaction);
        return new Reply(201, reaction.deepCopy());
    }
}
