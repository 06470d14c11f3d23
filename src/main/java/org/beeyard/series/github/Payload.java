package org.beeyard.series.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.beeyard.github.GithubClient;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Deliveries.Kind;

/**
 * What a delivery tells. Of a pull request or branch only that it has changed: deliveries come late, twice and out of order, so how it
 * stands is asked when it is dealt with. Pure.
 */
final class Payload {

    /** After the commit, in what is written down of a suite of checks that is to be run again. */
    static final String SUITE = "suite ";

    private static final String HEADS = "refs/heads/";

    private static final Set<String> CHANGES =
            Set.of("opened", "synchronize", "reopened", "closed", "edited", "ready_for_review");

    private Payload() {}

    /**
     * Empty when nothing of it matters.
     *
     * @param branches which are tested
     */
    static Optional<Delivery> read(
            String id, String event, String repository, Predicate<String> branches, JsonNode payload) {
        String action = payload.path("action").asText();
        String sender = payload.path("sender").path("login").asText();
        return switch (event) {
            case "pull_request" ->
                CHANGES.contains(action) && payload.path("number").isInt()
                        ? Optional.of(new Delivery(
                                id,
                                repository,
                                Kind.PULL,
                                payload.path("number").asInt(),
                                null,
                                sender,
                                "",
                                null))
                        : Optional.empty();
            case "push" ->
                Optional.of(push(id, repository, sender, payload.path("ref").asText(), branches));
            case "issue_comment" ->
                action.equals("created") && payload.path("issue").has("pull_request")
                        ? GithubClient.comment(payload.path("comment"))
                                .filter(comment -> !Command.in(comment.body()).isEmpty())
                                .map(comment -> new Delivery(
                                        id,
                                        repository,
                                        Kind.COMMENT,
                                        comment.number(),
                                        comment.id(),
                                        comment.author(),
                                        comment.body(),
                                        comment.createdAt()))
                        : Optional.empty();
            case "check_run" ->
                action.equals("rerequested")
                        ? Optional.of(rerun(
                                id,
                                repository,
                                sender,
                                payload.path("check_run").path("external_id").asText()))
                        : Optional.empty();
            case "check_suite" ->
                action.equals("rerequested")
                        ? Optional.of(rerun(
                                id,
                                repository,
                                sender,
                                SUITE
                                        + payload.path("check_suite")
                                                .path("head_sha")
                                                .asText()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Delivery push(String id, String repository, String sender, String ref, Predicate<String> branches) {
        String branch = ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : "";
        return branches.test(branch)
                ? new Delivery(id, repository, Kind.BRANCH, null, null, sender, branch, null)
                : new Delivery(id, repository, Kind.LOOK, null, null, sender, "", null);
    }

    private static Delivery rerun(String id, String repository, String sender, String words) {
        return new Delivery(id, repository, Kind.RERUN, null, null, sender, words, null);
    }
}
