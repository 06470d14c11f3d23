package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;
import static org.beeyard.github.Asked.message;
import static org.beeyard.github.Asked.now;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.beeyard.github.Asked.Reply;
import org.jspecify.annotations.Nullable;

/** Pull requests of the fake. */
final class FakePulls {

    /** From which on those are numbered that are made by request; tests name the others. */
    private static final int MADE = 7000;

    private final String repository;
    private final BiConsumer<Integer, String> tell;
    private final Map<Integer, ObjectNode> pulls = new TreeMap<>();
    private @Nullable FakeGit git;

    /** @param tell whom to tell the number of a pull request and what was done to it */
    FakePulls(String repository, BiConsumer<Integer, String> tell) {
        this.repository = repository;
        this.tell = tell;
    }

    void serve(Routes routes) {
        routes.on("GET", "/pulls", (asked, _) -> list(asked))
                .on("POST", "/pulls", (asked, who) -> told(create(asked, who), 201, "opened"))
                .on("GET", "/pulls/\\d+", (asked, _) -> get(asked))
                .on("PATCH", "/pulls/\\d+", (asked, _) -> told(change(asked), 200, "edited"))
                .on("PUT", "/issues/\\d+/labels", (asked, _) -> label(asked));
    }

    private Reply told(Reply reply, int success, String action) {
        if (reply.status() == success) {
            tell.accept(reply.body().path("number").asInt(), action);
        }
        return reply;
    }

    /** From then on the heads are branches. */
    void beside(FakeGit git) {
        this.git = git;
    }

    ObjectNode add(int number, String author, String title, String head, int commits) {
        ObjectNode pull = JSON.createObjectNode();
        pull.put("id", 100_000 + number)
                .put("number", number)
                .put("state", "open")
                .put("title", title)
                .put("body", "What it is for.");
        pull.putObject("user").put("login", author).put("id", 7);
        pull.put("html_url", "https://github.example/" + repository + "/pull/" + number);
        pull.putObject("head")
                .put("sha", head)
                .put("ref", "topic")
                .putObject("repo")
                .put("full_name", author + "/linux");
        pull.putObject("base")
                .put("sha", "0".repeat(40))
                .put("ref", "main")
                .putObject("repo")
                .put("full_name", repository);
        pull.put("commits", commits).putNull("merged_at").put("mergeable_state", "clean");
        pulls.put(number, pull);
        touch(number);
        return pull;
    }

    boolean has(int number) {
        return pulls.containsKey(number);
    }

    ObjectNode of(int number) {
        return pulls.get(number);
    }

    Collection<ObjectNode> all() {
        return pulls.values();
    }

    void touch(int number) {
        pulls.get(number).put("updated_at", now());
    }

    void age(Duration by) {
        pulls.values()
                .forEach(pull -> pull.put(
                        "updated_at",
                        Instant.parse(pull.path("updated_at").asText())
                                .minus(by)
                                .toString()));
    }

    private Reply list(Asked asked) {
        String state = asked.query().getOrDefault("state", "open");
        Stream<ObjectNode> some = pulls.values().stream()
                .filter(pull ->
                        state.equals("all") || pull.path("state").asText().equals(state))
                .filter(pull -> asked.query().getOrDefault("head", label(pull)).equals(label(pull)))
                .filter(pull -> asked.query().getOrDefault("base", baseOf(pull)).equals(baseOf(pull)))
                .sorted(Comparator.comparing(
                                (ObjectNode pull) -> pull.path("updated_at").asText())
                        .reversed());
        return asked.page(some.map(FakePulls::listed).toList());
    }

    private Reply get(Asked asked) {
        ObjectNode pull = pulls.get(Integer.parseInt(asked.part(2)));
        return pull == null ? Asked.missing() : new Reply(200, pull.deepCopy());
    }

    /** {@code POST /pulls}, of a branch of the repository itself. */
    private Reply create(Asked asked, String author) {
        String owner = repository.replaceFirst("/.*", "");
        String branch = asked.body().path("head").asText().replaceFirst("^" + owner + ":", "");
        String base = asked.body().path("base").asText();
        Optional<String> head = commit(branch);
        Optional<String> under = commit(base);
        if (head.isEmpty() || under.isEmpty()) {
            return invalid(JSON.createObjectNode()
                    .put("resource", "PullRequest")
                    .put("field", head.isEmpty() ? "head" : "base")
                    .put("code", "invalid"));
        }
        String label = owner + ":" + branch;
        boolean there = pulls.values().stream()
                .anyMatch(pull -> pull.path("state").asText().equals("open")
                        && label(pull).equals(label)
                        && baseOf(pull).equals(base));
        if (there) {
            return invalid(custom("A pull request already exists for " + label + "."));
        }
        int commits = git().over(under.get(), head.get());
        if (commits == 0) {
            return invalid(custom("No commits between " + base + " and " + branch));
        }
        int number =
                Math.max(MADE, pulls.keySet().stream().max(Integer::compare).orElse(0)) + 1;
        ObjectNode pull = add(number, author, asked.body().path("title").asText(), head.get(), commits);
        pull.put("body", asked.body().path("body").asText())
                .put("draft", asked.body().path("draft").asBoolean());
        ObjectNode end = (ObjectNode) pull.path("head");
        end.put("ref", branch)
                .put("label", label)
                .putObject("user")
                .put("login", owner)
                .put("html_url", "https://github.example/" + owner);
        end.putObject("repo").put("full_name", repository);
        ((ObjectNode) pull.path("base")).put("ref", base).put("sha", under.get());
        git().offer(number, head.get());
        return new Reply(201, pull.deepCopy());
    }

    /** {@code PATCH /pulls/N}. */
    private Reply change(Asked asked) {
        int number = Integer.parseInt(asked.part(2));
        ObjectNode pull = pulls.get(number);
        if (pull == null) {
            return Asked.missing();
        }
        if (cannotBeReopened(pull, asked)) {
            return invalid(custom("state cannot be changed. The branch was force-pushed, recreated or deleted."));
        }
        for (String field : List.of("title", "body", "state")) {
            asked.body().findValuesAsText(field).forEach(value -> pull.put(field, value));
        }
        JsonNode base = asked.body().path("base");
        if (base.isTextual()) {
            Optional<String> commit = commit(base.asText());
            if (commit.isEmpty()) {
                return invalid(JSON.createObjectNode()
                        .put("resource", "PullRequest")
                        .put("field", "base")
                        .put("code", "invalid"));
            }
            ((ObjectNode) pull.path("base")).put("ref", base.asText()).put("sha", commit.get());
            count(pull);
        }
        touch(number);
        return new Reply(200, pull.deepCopy());
    }

    /** {@code PUT /issues/N/labels}: instead of those that are there. */
    private Reply label(Asked asked) {
        int number = Integer.parseInt(asked.part(2));
        ObjectNode pull = pulls.get(number);
        if (pull == null) {
            return Asked.missing();
        }
        ArrayNode labels = pull.putArray("labels");
        asked.body().path("labels").forEach(name -> labels.addObject().put("name", name.asText()));
        touch(number);
        return new Reply(200, labels.deepCopy());
    }

    private boolean cannotBeReopened(ObjectNode pull, Asked asked) {
        return git != null
                && asked.body().path("state").asText().equals("open")
                && pull.path("state").asText().equals("closed")
                && !commit(pull.path("head").path("ref").asText())
                        .equals(Optional.of(pull.path("head").path("sha").asText()));
    }

    /** A branch has another commit: so have the open pull requests of it. Returns their numbers. */
    List<Integer> pushed(String branch, String commit) {
        return pulls.values().stream()
                .filter(pull -> pull.path("state").asText().equals("open")
                        && label(pull).endsWith(":" + branch)
                        && !pull.path("head").path("sha").asText().equals(commit))
                .map(pull -> {
                    int number = pull.path("number").asInt();
                    ((ObjectNode) pull.path("head")).put("sha", commit);
                    count(pull);
                    git().offer(number, commit);
                    touch(number);
                    return number;
                })
                .toList();
    }

    private void count(ObjectNode pull) {
        String base = commit(baseOf(pull)).orElseThrow();
        pull.put("commits", git().over(base, pull.path("head").path("sha").asText()));
    }

    private FakeGit git() {
        return java.util.Objects.requireNonNull(git, "no git repository is beside this fake");
    }

    private Optional<String> commit(String branch) {
        return git().commit(branch);
    }

    private static String label(ObjectNode pull) {
        return pull.path("head").path("label").asText();
    }

    private static String baseOf(ObjectNode pull) {
        return pull.path("base").path("ref").asText();
    }

    /** In lists, pull requests have no number of commits. */
    private static ObjectNode listed(ObjectNode pull) {
        ObjectNode listed = pull.deepCopy();
        listed.remove(List.of("commits", "mergeable_state"));
        return listed;
    }

    private static ObjectNode custom(String words) {
        return JSON.createObjectNode()
                .put("resource", "PullRequest")
                .put("code", "custom")
                .put("message", words);
    }

    private static Reply invalid(ObjectNode error) {
        ObjectNode body = message("Validation Failed");
        body.putArray("errors").add(error);
        return new Reply(422, body);
    }
}
