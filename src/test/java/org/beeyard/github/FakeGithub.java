package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.beeyard.github.Asked.Reply;

/** One repository of a GitHub that speaks the documented REST protocol, as far as the farm does, and that can have faults. */
public final class FakeGithub implements AutoCloseable {

    public static final String TOKEN = "github_pat_of_the_farm";
    public static final long APP = 4711;

    /** Who the token belongs to. */
    public static final String OWNER = "anna";

    /** As whom the App speaks. */
    public static final String BOT = "beeyard[bot]";

    private final String name;
    private final FakeServer server;
    private final FakePulls pulls;
    private final FakeComments comments;
    private final FakeChecks checks = new FakeChecks();
    private final FakeHooks hooks = new FakeHooks();
    private final FakeRepository repository;
    private final Routes routes = new Routes();
    private final FakeGate gate;

    private FakeGithub(String name, int port) throws IOException {
        this.name = name;
        server = new FakeServer(port, this);
        pulls = new FakePulls(name, this::tell);
        comments = new FakeComments(url() + "/api/v3/repos/" + name);
        repository = new FakeRepository(name);
        gate = new FakeGate(name, routes, hooks);
        pulls.serve(routes);
        comments.serve(routes);
        checks.serve(routes);
        repository.serve(routes);
        server.start(this::answer);
    }

    public static FakeGithub start(String repository, int port) throws IOException {
        return new FakeGithub(repository, port);
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        hooks.close();
    }

    /** Its branches are those of this bare repository; what is pushed there is known here at once. */
    public synchronized void beside(Path bare) {
        FakeGit there = new FakeGit(bare);
        there.tell(url());
        there.serve(routes);
        pulls.beside(there);
    }

    /** Deliveries go there from now on. */
    public void tell(URI target, String secret) {
        hooks.to(target, secret);
    }

    /** A click on <i>Re-run</i> that the farm is told of in vain. */
    public synchronized void loseRerequest(String externalId, String sender) {
        ObjectNode payload = JSON.createObjectNode().put("action", "rerequested");
        payload.putObject("check_run").put("external_id", externalId);
        payload.putObject("sender").put("login", sender);
        hooks.lose(name, "check_run", payload);
    }

    public void tellNobody() {
        hooks.none();
    }

    /** What a delivery is signed with. */
    public static String signature(String body, String secret) {
        return FakeHooks.signature(body, secret);
    }

    // ---- what happens there

    /** @param commits over the base */
    public synchronized void pull(int number, String author, String title, String head, int commits) {
        pulls.add(number, author, title, head, commits);
        tell(number, "opened");
    }

    public synchronized void push(int number, String head, int commits) {
        ObjectNode pull = pulls.of(number);
        ((ObjectNode) pull.path("head")).put("sha", head);
        pull.put("commits", commits);
        pulls.touch(number);
        tell(number, "synchronize");
    }

    /** It is to go elsewhere. */
    public synchronized void retarget(int number, String base, int commits) {
        ((ObjectNode) pulls.of(number).put("commits", commits).path("base")).put("ref", base);
        pulls.touch(number);
        tell(number, "edited");
    }

    /** The fork is deleted; the pull request stays. */
    public synchronized void vanishFork(int number) {
        ObjectNode head = (ObjectNode) pulls.of(number).path("head");
        head.putNull("repo");
        head.putNull("user");
        pulls.touch(number);
    }

    public synchronized void close(int number, boolean merged) {
        ObjectNode pull = pulls.of(number).put("state", "closed");
        if (merged) {
            pull.put("merged_at", Asked.now());
        }
        pulls.touch(number);
        tell(number, "closed");
    }

    public synchronized void reopen(int number) {
        pulls.of(number).put("state", "open");
        pulls.touch(number);
        tell(number, "reopened");
    }

    private void tell(int number, String action) {
        hooks.tell(
                name,
                "pull_request",
                JSON.createObjectNode().put("action", action).put("number", number));
    }

    /** Everything there happened so much earlier. */
    public synchronized void age(Duration by) {
        pulls.age(by);
    }

    /** Somebody else's word in a check run of the farm's. */
    public synchronized void tamper(String head, String check, String title) {
        checks.tamper(head, check, title);
    }

    public synchronized long comment(int number, String author, String body) {
        ObjectNode comment = comments.add(number, author, body);
        if (pulls.has(number)) {
            pulls.touch(number);
        }
        ObjectNode payload = JSON.createObjectNode().put("action", "created");
        payload.putObject("issue").put("number", number).putObject("pull_request");
        payload.set("comment", comment.deepCopy());
        hooks.tell(name, "issue_comment", payload);
        return comment.path("id").asLong();
    }

    public synchronized JsonNode commentNode(long id) {
        return comments.of(id).orElseThrow();
    }

    public void permit(String login, String permission) {
        repository.permit(login, permission);
    }

    public void rights(GithubRights worth) {
        gate.rights(worth);
    }

    /** Whether it is a fork of another repository, and whether whoever asks may push. */
    public void is(boolean fork, boolean pushable) {
        repository.is(fork, pushable);
    }

    public void fault(GithubFault fault, String method, String part, int times) {
        server.faults().plan(fault, method, part, times);
    }

    public List<String> faultsToCome() {
        return server.faults().left();
    }

    public void forgetFaults() {
        server.faults().forget();
    }

    // ---- what others have done

    public record CheckRun(
            String name,
            String externalId,
            String state,
            String title,
            String summary,
            String text,
            String url,
            int annotations) {}

    public synchronized List<CheckRun> checkRuns(String head) {
        return checks.runs(head);
    }

    public synchronized List<JsonNode> annotations(String head, String check) {
        return checks.annotations(head, check);
    }

    /** All that were posted: {@code state context: description}. */
    public synchronized List<String> statuses(String head) {
        return checks.statuses(head);
    }

    /** As GitHub shows it; all that there are. */
    public synchronized List<JsonNode> pulls() {
        return pulls.all().stream().map(pull -> (JsonNode) pull.deepCopy()).toList();
    }

    /** What somebody wrote to a pull request. */
    public synchronized List<String> comments(String author, int number) {
        return comments.by(author, number);
    }

    public synchronized List<String> reactions(long comment) {
        return comments.reactions(comment);
    }

    public List<String> requests() {
        return server.requests();
    }

    public List<Integer> answers() {
        return server.answers();
    }

    /** Whether something is yet to be done that nobody waits for any more. */
    public boolean owes() {
        return server.owes();
    }

    /** Whether somebody waits for an answer that is held back. */
    public boolean holds() {
        return server.holds();
    }

    public void goOn() {
        server.goOn();
    }

    public void forgetRequests() {
        server.forget();
    }

    // ---- the protocol

    private Reply answer(String method, URI uri, String authorization, byte[] body) throws IOException {
        if (uri.getPath().equals("/pushed")) {
            pushed(new String(body, StandardCharsets.UTF_8));
            return new Reply(200, JSON.createObjectNode());
        }
        return gate.answer(method, uri, authorization, body, url());
    }

    /** What git's hook says: {@code old new ref} in each line. */
    private void pushed(String lines) {
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ");
            boolean gone = words[1].matches("0+");
            ObjectNode payload = JSON.createObjectNode()
                    .put("ref", words[2])
                    .put("before", words[0])
                    .put("after", words[1])
                    .put("deleted", gone);
            payload.putObject("sender").put("login", OWNER);
            hooks.tell(name, "push", payload);
            if (!gone && words[2].startsWith("refs/heads/")) {
                pulls.pushed(words[2].substring("refs/heads/".length()), words[1])
                        .forEach(number -> tell(number, "synchronize"));
            }
        }
    }
}
