package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/** The branches of a repository. The library knows no list of those that begin alike. */
public final class GithubBranches {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEADS = "refs/heads/";
    private static final int MOST_PAGES = 20;

    private final GithubClient client;
    private final Wire wire;
    private final String repository;

    /** @param repository where the API has it */
    GithubBranches(GithubClient client, Wire wire, String repository) {
        this.client = client;
        this.wire = wire;
        this.repository = repository;
    }

    /** Where a branch leads; empty when it is not there, which the repository itself has to say. */
    public Optional<String> head(String branch) throws Fault {
        return beginning(branch).stream()
                .filter(found -> found.name().equals(branch))
                .findFirst()
                .map(Said.Branch::head);
    }

    /** Those whose names begin so, two thousand at most. Names have only letters, digits and what an address takes as it is. */
    public List<Said.Branch> beginning(String name) throws Fault {
        return client.call(() -> {
            List<Said.Branch> branches = new ArrayList<>();
            @Nullable String next = repository + "/git/matching-refs/heads/" + name + "?per_page=100";
            for (int page = 0; next != null && page < MOST_PAGES; page++) {
                Answer answer = wire.get(next);
                for (JsonNode ref : JSON.readTree(answer.body())) {
                    branch(ref).ifPresent(branches::add);
                }
                next = answer.next().orElse(null);
            }
            return branches;
        });
    }

    /** Refused when it is not there. What GitHub has open for it is closed by that. */
    public void delete(String branch) throws Fault {
        client.call(() -> wire.send("DELETE", repository + "/git/refs/heads/" + branch, new byte[0]));
    }

    private static Optional<Said.Branch> branch(JsonNode ref) throws IOException {
        String name = ref.path("ref").asText();
        return name.startsWith(HEADS)
                ? Optional.of(new Said.Branch(
                        name.substring(HEADS.length()),
                        Translation.commit(ref.path("object").path("sha").asText())))
                : Optional.empty();
    }

    /** How many commits it has that the base has not. Of the comparison's second page, which has no files. */
    public int ahead(String base, String head) throws Fault {
        return client.call(
                () -> JSON.readTree(wire.get(repository + "/compare/" + base + "..." + head + "?per_page=1&page=2")
                                .body())
                        .path("ahead_by")
                        .asInt());
    }
}
