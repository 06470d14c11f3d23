package org.beeyard;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.Fork;
import org.beeyard.github.GithubRights;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** A farm beside a GitHub with one repository, which all tests of a profile share, and what people do there. */
abstract class BesideGithub {

    static final String REPOSITORY = "example/linux";
    static FakeGithub github;
    static Fork fork;
    private static int numbered;

    @ConfigProperty(name = "github.url")
    URI url;

    @ConfigProperty(name = "github.repositories[0].git")
    String git;

    @Inject
    EntityManager database;

    final int number = ++numbered;
    final String name = "demo: Topic " + number;

    @BeforeEach
    void quiet() throws IOException {
        if (github == null || github.url().getPort() != url.getPort()) {
            github = FakeGithub.start(REPOSITORY, url.getPort());
            github.permit("maria", "write");
            fork = Fork.of(Path.of(URI.create(git)));
        }
        github.rights(GithubRights.ALL);
        github.forgetFaults();
    }

    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200));
    }

    /** Of a table, the rows of this pull request. */
    String mine() {
        return "repository = '" + source() + "' and number = " + number;
    }

    /** What the last look at the repository came to, empty when all went well. */
    String error() {
        return text("select coalesce(error, '') from github_repository where name = '" + source() + "'");
    }

    String source() {
        return REPOSITORY + "@" + url.getAuthority();
    }

    // ---- what people do

    /** A pull request of one commit. Nobody tells the farm. Returns the head. */
    String open(String author) throws IOException {
        String head = fork.fresh().say(name).commit(name + "\n\nWords.\n").offer(number);
        github.pull(number, author, name, head, 1);
        return head;
    }

    /** Another head of it. */
    String push(String word) throws IOException {
        String head = fork.fresh()
                .say(word)
                .commit(name + " " + word + "\n\nWords.\n")
                .offer(number);
        github.push(number, head, 1);
        return head;
    }

    /** A pull request beside the test's own. */
    String openedAnother() throws IOException {
        int other = ++numbered;
        String title = "demo: Topic " + other;
        String head = fork.fresh().say(title).commit(title + "\n\nWords.\n").offer(other);
        github.pull(other, "anna", title, head, 1);
        tell("opened", other);
        return head;
    }

    String opened(String author) throws IOException {
        String head = open(author);
        tell("opened");
        return head;
    }

    Response tell(String action) {
        return tell(action, number);
    }

    private static Response tell(String action, int number) {
        return deliver(
                "pull_request",
                "\"action\": \"%s\", \"number\": %d".formatted(action, number),
                UUID.randomUUID().toString());
    }

    long comment(String author, String words) {
        long id = github.comment(number, author, words);
        tellComment(id);
        return id;
    }

    Response tellComment(long id) {
        return deliver(
                "issue_comment",
                "\"action\": \"created\", \"issue\": {\"number\": %d, \"pull_request\": {}}, \"comment\": %s"
                        .formatted(number, github.commentNode(id)),
                UUID.randomUUID().toString());
    }

    Response rerequest(String externalId, String sender) {
        return deliver(
                "check_run",
                "\"action\": \"rerequested\", \"check_run\": {\"external_id\": \"%s\"}, \"sender\": {\"login\": \"%s\"}"
                        .formatted(externalId, sender),
                UUID.randomUUID().toString());
    }

    Response rerequestAll(String head, String sender) {
        return deliver(
                "check_suite",
                "\"action\": \"rerequested\", \"check_suite\": {\"head_sha\": \"%s\"}, \"sender\": {\"login\": \"%s\"}"
                        .formatted(head, sender),
                UUID.randomUUID().toString());
    }

    static Response deliver(String event, String content, String id) {
        String body = "{\"repository\": {\"full_name\": \"" + REPOSITORY + "\"}, " + content + "}";
        return send(event, body, id, FakeGithub.signature(body, GithubFarm.SECRET));
    }

    static Response send(String event, String body, String id, String signature) {
        return given().header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", id)
                .header("X-Hub-Signature-256", signature)
                .header("Content-Type", "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/hooks/github");
    }

    /** Has the farm look at all by itself. */
    void poll() {
        run("update github_repository set not_before = null");
    }

    // ---- what the farm has

    /** The newest series of the pull request; 0 before there is one. */
    long series() {
        return Long.parseLong(text("select coalesce(max(series_id), 0) || '' from github_version where " + mine()));
    }

    long series(String head) {
        return Long.parseLong(text("select coalesce(max(series_id), 0) || '' from github_version where " + mine()
                + " and head = '" + head + "'"));
    }

    /** Of any pull request. */
    long seriesAt(String head) {
        return Long.parseLong(
                text("select coalesce(max(series_id), 0) || '' from github_version where head = '" + head + "'"));
    }

    String state() {
        return state(series());
    }

    String state(long series) {
        return text("select state from series where id = " + series);
    }

    String outcome(long comment) {
        return text(
                "select coalesce(outcome, '') from webhook_delivery where " + mine() + " and comment_id = " + comment);
    }

    /** What the newest run of the series is. */
    String run(long series) {
        return text("select r.id || ' ' || r.state from run r where r.series_id = " + series
                + " order by r.id desc limit 1");
    }

    /** {@code state name: title}, in the order of names. */
    static List<String> shown(String head) {
        return shown(github, head);
    }

    static List<String> shown(FakeGithub github, String head) {
        return github.checkRuns(head).stream()
                .map(run -> run.state() + " " + run.name() + ": " + run.title())
                .sorted()
                .toList();
    }

    /** Ends the runs of the series as agents would. */
    void end(long series, String state) {
        new PlannedRuns().end(series, state);
    }

    void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    String text(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> String.valueOf(database.createNativeQuery(sql, String.class)
                        .getResultStream()
                        .findFirst()
                        .orElse("")));
    }

    List<String> statuses(String head) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select status from publication where destination = 'github' and object = ?1",
                                String.class)
                        .setParameter(1, head)
                        .getResultList());
    }

    /** What was put off is not waited for. */
    void patient(ThrowingRunnable what) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    run("update publication set not_before = now() where status = 'WAITING'");
                    run("update webhook_delivery set due_at = now() where done_at is null");
                    what.run();
                });
    }
}
