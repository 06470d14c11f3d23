package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.beeyard.wire.FakeFaults;
import org.jspecify.annotations.Nullable;

/** One repository of a GitHub that speaks the documented REST protocol, as far as the farm does, and that can have faults. */
public final class FakeGithub implements AutoCloseable {

    public static final String TOKEN = "github_pat_of_the_farm";
    public static final long APP = 4711;
    private static final long INSTALLATION = 815;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECONDARY =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

    public enum Fault {
        /** 429 with Retry-After. */
        TOO_MANY,
        /** 403 that says how long to wait. */
        SECONDARY_LIMIT,
        /** 403 with no requests left until the reset. */
        USED_UP,
        BAD_GATEWAY,
        /** It is done, and answered 502 nevertheless. */
        BAD_GATEWAY_AFTER_SUCCESS,
        UNAVAILABLE,
        CUT_BEFORE,
        CUT_AFTER_SUCCESS,
        HTML,
        /** The right answer, later than the farm waits. */
        SLOW,
        /** No answer until {@link #goOn}. */
        HELD
    }

    /** What the credentials are worth. */
    public enum Rights {
        ALL,
        /** 401. */
        REVOKED,
        /** 403. */
        LOST,
        /** 404: whoever asks may not know of it. */
        HIDDEN
    }

    private final String name;
    private final HttpServer http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeFaults<Fault> faults = new FakeFaults<>();
    private final Map<Integer, ObjectNode> pulls = new TreeMap<>();
    private final List<ObjectNode> comments = new ArrayList<>();
    private final List<ObjectNode> checkRuns = new ArrayList<>();
    private final List<ObjectNode> statuses = new ArrayList<>();
    private final Map<String, String> permissions = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private final AtomicInteger holding = new AtomicInteger();
    private final Semaphore let = new Semaphore(0);
    private final List<String> tokens = new ArrayList<>();
    private volatile Rights rights = Rights.ALL;
    private int ids = 1000;

    private FakeGithub(String name, int port) throws IOException {
        this.name = name;
        System.setProperty("sun.net.httpserver.nodelay", "true");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(executor);
        http.createContext("/", this::handle);
        http.start();
    }

    public static FakeGithub start(String repository, int port) throws IOException {
        return new FakeGithub(repository, port);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
    }

    // ---- what happens there

    /** @param commits over the base */
    public synchronized void pull(int number, String author, String title, String head, int commits) {
        ObjectNode pull = JSON.createObjectNode();
        pull.put("id", ++ids)
                .put("number", number)
                .put("state", "open")
                .put("title", title)
                .put("body", "What it is for.");
        pull.putObject("user").put("login", author).put("id", 7);
        pull.put("html_url", "https://github.example/" + name + "/pull/" + number);
        pull.putObject("head")
                .put("sha", head)
                .put("ref", "topic")
                .putObject("repo")
                .put("full_name", author + "/linux");
        pull.putObject("base").put("sha", "0".repeat(40)).put("ref", "main");
        pull.put("commits", commits).putNull("merged_at").put("mergeable_state", "clean");
        pulls.put(number, pull);
        touch(number);
    }

    public synchronized void push(int number, String head, int commits) {
        ObjectNode pull = pulls.get(number);
        ((ObjectNode) pull.path("head")).put("sha", head);
        pull.put("commits", commits);
        touch(number);
    }

    /** The fork is deleted; the pull request stays. */
    public synchronized void vanishFork(int number) {
        ObjectNode head = (ObjectNode) pulls.get(number).path("head");
        head.putNull("repo");
        head.putNull("user");
        touch(number);
    }

    public synchronized void close(int number, boolean merged) {
        ObjectNode pull = pulls.get(number).put("state", "closed");
        if (merged) {
            pull.put("merged_at", now());
        }
        touch(number);
    }

    public synchronized void reopen(int number) {
        pulls.get(number).put("state", "open");
        touch(number);
    }

    /** Everything there happened so much earlier. */
    public synchronized void age(java.time.Duration by) {
        pulls.values()
                .forEach(pull -> pull.put(
                        "updated_at",
                        Instant.parse(pull.path("updated_at").asText())
                                .minus(by)
                                .toString()));
    }

    /** Somebody else's word in a check run of the farm's. */
    public synchronized void tamper(String head, String check, String title) {
        checkRuns.stream()
                .filter(run -> run.path("head_sha").asText().equals(head)
                        && run.path("name").asText().equals(check))
                .forEach(run -> ((ObjectNode) run.path("output")).put("title", title));
    }

    public synchronized long comment(int number, String author, String body) {
        ObjectNode comment = JSON.createObjectNode();
        comment.put("id", ++ids).put("body", body).put("created_at", now()).put("updated_at", now());
        comment.putObject("user").put("login", author);
        comment.put("issue_url", url() + "/api/v3/repos/" + name + "/issues/" + number);
        comments.add(comment);
        if (pulls.containsKey(number)) {
            touch(number);
        }
        return ids;
    }

    public synchronized JsonNode commentNode(long id) {
        return comments.stream()
                .filter(comment -> comment.path("id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    public void permit(String login, String permission) {
        permissions.put(login, permission);
    }

    public void rights(Rights worth) {
        rights = worth;
    }

    public void fault(Fault fault, String method, String part, int times) {
        faults.plan(fault, method, part, times);
    }

    public void forgetFaults() {
        faults.forget();
    }

    // ---- what the farm has done

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
        return checkRuns.stream()
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

    public synchronized List<JsonNode> annotations(String head, String check) {
        return checkRuns.stream()
                .filter(run -> run.path("head_sha").asText().equals(head)
                        && run.path("name").asText().equals(check))
                .flatMap(run -> StreamSupport.stream(run.path("annotations").spliterator(), false))
                .map(node -> (JsonNode) node)
                .toList();
    }

    /** All that were posted: {@code state context: description}. */
    public synchronized List<String> statuses(String head) {
        return statuses.stream()
                .filter(status -> status.path("sha").asText().equals(head))
                .map(status -> status.path("state").asText() + " "
                        + status.path("context").asText() + ": "
                        + status.path("description").asText())
                .toList();
    }

    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    /** Whether somebody waits for an answer that is held back. */
    public boolean holds() {
        return holding.get() > 0;
    }

    public void goOn() {
        let.release(holding.get());
    }

    public synchronized void forgetRequests() {
        requests.clear();
        answers.clear();
    }

    // ---- the protocol

    private record Reply(int status, JsonNode body, Map<String, String> headers) {
        Reply(int status, JsonNode body) {
            this(status, body, Map.of());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            String target = exchange.getRequestURI().toString();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Fault fault = faults.take(exchange.getRequestMethod(), target);
            if (fault == Fault.SLOW) {
                Thread.sleep(3000);
            }
            if (fault == Fault.HELD) {
                holding.incrementAndGet();
                let.acquire();
                holding.decrementAndGet();
            }
            Reply reply;
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " " + target);
                reply = unchanged(exchange, fault(exchange, body, fault), fault == Fault.HTML);
                answers.add(reply == null ? 0 : reply.status());
            }
            if (reply != null) {
                send(exchange, reply, fault == Fault.HTML);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            send(
                    exchange,
                    new Reply(501, JSON.createObjectNode().put("message", "The fake does not do this: " + e)),
                    false);
        } finally {
            exchange.close();
        }
    }

    private @Nullable Reply fault(HttpExchange exchange, byte[] body, @Nullable Fault fault) throws IOException {
        return switch (fault) {
            case null -> answer(exchange, body);
            case SLOW, HELD -> answer(exchange, body);
            case TOO_MANY -> new Reply(429, message("Too many requests."), Map.of("Retry-After", "1"));
            case SECONDARY_LIMIT -> new Reply(403, message(SECONDARY), Map.of("Retry-After", "1"));
            case USED_UP ->
                new Reply(
                        403,
                        message("API rate limit exceeded for installation."),
                        Map.of(
                                "X-RateLimit-Remaining",
                                "0",
                                "X-RateLimit-Reset",
                                Long.toString(Instant.now().getEpochSecond() + 2)));
            case BAD_GATEWAY -> new Reply(502, message("Server Error"));
            case UNAVAILABLE -> new Reply(503, message("Unavailable"));
            case BAD_GATEWAY_AFTER_SUCCESS -> {
                answer(exchange, body);
                yield new Reply(502, message("Server Error"));
            }
            case CUT_BEFORE -> null;
            case CUT_AFTER_SUCCESS -> {
                answer(exchange, body);
                yield null;
            }
            case HTML -> new Reply(200, message("Unicorn!"));
        };
    }

    private Reply answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v3", "");
        String method = exchange.getRequestMethod();
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replaceFirst("^Bearer ", "");
        if (path.equals("/app") || path.endsWith("/installation") || path.endsWith("/access_tokens")) {
            return asApp(path, authorization);
        }
        boolean app = tokens.contains(authorization);
        if (!app && !authorization.equals(TOKEN) || rights == Rights.REVOKED) {
            return new Reply(401, message("Bad credentials"));
        }
        if (rights == Rights.LOST) {
            return new Reply(403, message("Resource not accessible by integration"));
        }
        String repository = "/repos/" + name;
        if (rights == Rights.HIDDEN || !path.startsWith(repository)) {
            return new Reply(404, message("Not Found"));
        }
        String rest = path.substring(repository.length());
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        JsonNode sent = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        if (rest.isEmpty()) {
            ObjectNode it = JSON.createObjectNode();
            it.put("id", 1).put("name", name.replaceFirst(".*/", "")).put("full_name", name);
            it.putObject("owner").put("login", name.replaceFirst("/.*", ""));
            return new Reply(200, it);
        }
        if (rest.equals("/pulls")) {
            Stream<ObjectNode> all = pulls.values().stream()
                    .filter(pull -> !"open".equals(query.get("state"))
                            || pull.path("state").asText().equals("open"))
                    .sorted(Comparator.comparing(
                                    (ObjectNode pull) -> pull.path("updated_at").asText())
                            .reversed());
            return page(exchange, query, all.map(FakeGithub::listed).toList());
        }
        if (rest.matches("/pulls/\\d+")) {
            ObjectNode pull = pulls.get(Integer.parseInt(rest.substring(7)));
            return pull == null ? new Reply(404, message("Not Found")) : new Reply(200, pull.deepCopy());
        }
        if (rest.equals("/issues/comments")) {
            Instant since = Instant.parse(query.getOrDefault("since", "2000-01-01T00:00:00Z"));
            return page(
                    exchange,
                    query,
                    comments.stream()
                            .filter(comment -> !Instant.parse(
                                            comment.path("updated_at").asText())
                                    .isBefore(since))
                            .map(comment -> (JsonNode) comment)
                            .toList());
        }
        if (rest.matches("/collaborators/[^/]+/permission")) {
            String login = rest.split("/")[2];
            ObjectNode permission = JSON.createObjectNode().put("permission", permissions.getOrDefault(login, "read"));
            permission.putObject("user").put("login", login);
            return new Reply(200, permission);
        }
        if (rest.matches("/commits/[0-9a-f]{40}/check-runs")) {
            return listed(exchange, query, rest.split("/")[2]);
        }
        if (rest.startsWith("/check-runs")) {
            return app
                    ? checkRun(method, rest, (ObjectNode) sent)
                    : new Reply(403, message("You must authenticate via a GitHub App."));
        }
        if (rest.matches("/(commits|statuses)/[0-9a-f]{40}(/statuses)?")) {
            return status(exchange, method, rest.split("/")[2], query, (ObjectNode) sent);
        }
        throw new IllegalStateException(method + " " + path);
    }

    private Reply asApp(String path, String jwt) throws IOException {
        JsonNode claims = jwt.matches("[^.]+\\.[^.]+\\.[^.]+")
                ? JSON.readTree(java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))
                : JSON.createObjectNode();
        long now = Instant.now().getEpochSecond();
        boolean valid = claims.path("iss").asLong() == APP
                && claims.path("iat").asLong() <= now
                && claims.path("exp").asLong() > now
                && claims.path("exp").asLong() - claims.path("iat").asLong() <= 600;
        if (!valid || rights == Rights.REVOKED) {
            return new Reply(401, message("A JSON web token could not be decoded"));
        }
        if (path.equals("/app")) {
            return new Reply(200, JSON.createObjectNode().put("id", APP).put("name", "farm"));
        }
        if (path.endsWith("/installation")) {
            return new Reply(200, JSON.createObjectNode().put("id", INSTALLATION));
        }
        tokens.add("ghs_" + ++ids);
        return new Reply(
                201,
                JSON.createObjectNode()
                        .put("token", tokens.getLast())
                        .put(
                                "expires_at",
                                Instant.now()
                                        .plusSeconds(3600)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString()));
    }

    private Reply listed(HttpExchange exchange, Map<String, String> query, String head) {
        List<JsonNode> runs = checkRuns.stream()
                .filter(run -> run.path("head_sha").asText().equals(head))
                .map(run -> {
                    ObjectNode shown = run.deepCopy();
                    shown.remove("annotations");
                    return (JsonNode) shown;
                })
                .toList();
        Reply page = page(exchange, query, runs);
        ObjectNode list = JSON.createObjectNode().put("total_count", runs.size());
        list.set("check_runs", page.body());
        return new Reply(200, list, page.headers());
    }

    private Reply checkRun(String method, String rest, ObjectNode sent) {
        JsonNode output = sent.path("output");
        ArrayNode annotations = output.path("annotations") instanceof ArrayNode given ? given : JSON.createArrayNode();
        if (annotations.size() > 50
                || output.path("summary").asText().length() > 65_535
                || output.path("text").asText().length() > 65_535) {
            return new Reply(422, message("Invalid request."));
        }
        ObjectNode run;
        if (method.equals("POST")) {
            run = JSON.createObjectNode().put("id", ++ids);
            run.putObject("app").put("id", APP);
            run.putArray("annotations");
            checkRuns.add(run);
        } else {
            long id = Long.parseLong(rest.replaceFirst(".*/", ""));
            run = checkRuns.stream()
                    .filter(r -> r.path("id").asLong() == id)
                    .findFirst()
                    .orElseThrow();
        }
        run.setAll(sent);
        if (!sent.path("status").asText().equals("completed")) {
            run.putNull("conclusion");
        }
        ((ArrayNode) run.path("annotations")).addAll(annotations);
        ObjectNode shown = (ObjectNode) run.path("output");
        shown.remove("annotations");
        shown.put("annotations_count", run.path("annotations").size());
        return new Reply(method.equals("POST") ? 201 : 200, run.deepCopy());
    }

    private Reply status(
            HttpExchange exchange, String method, String head, Map<String, String> query, ObjectNode sent) {
        if (method.equals("POST")) {
            if (sent.path("description").asText().length() > 140) {
                return new Reply(422, message("description is too long (maximum is 140 characters)"));
            }
            statuses.add(sent.deepCopy().put("id", ++ids).put("sha", head));
            return new Reply(201, statuses.getLast().deepCopy());
        }
        return page(
                exchange,
                query,
                statuses.reversed().stream()
                        .filter(status -> status.path("sha").asText().equals(head))
                        .map(status -> (JsonNode) status)
                        .toList());
    }

    /** In lists, pull requests have no number of commits. */
    private static JsonNode listed(ObjectNode pull) {
        ObjectNode listed = pull.deepCopy();
        listed.remove(List.of("commits", "mergeable_state"));
        return listed;
    }

    private Reply page(HttpExchange exchange, Map<String, String> query, List<JsonNode> all) {
        int size = Math.min(100, Integer.parseInt(query.getOrDefault("per_page", "30")));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        ArrayNode items = JSON.createArrayNode();
        all.stream().skip((long) (page - 1) * size).limit(size).forEach(items::add);
        if ((long) page * size >= all.size()) {
            return new Reply(200, items);
        }
        String uri = exchange.getRequestURI()
                .toString()
                .replaceAll("([?&])page=\\d+&?", "$1")
                .replaceAll("[?&]$", "");
        String next = url() + uri + (uri.contains("?") ? "&" : "?") + "page=" + (page + 1);
        return new Reply(200, items, Map.of("Link", "<" + next + ">; rel=\"next\""));
    }

    private void send(HttpExchange exchange, Reply reply, boolean html) throws IOException {
        byte[] body = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "application/json; charset=utf-8");
        exchange.getResponseHeaders()
                .set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().atOffset(ZoneOffset.UTC)));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        int status = reply.status();
        if (status == 304) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        if (html) {
            body = "<html>Unicorn!</html>".getBytes(StandardCharsets.UTF_8);
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** As it is, with its tag; or only that it has not changed. */
    private static @Nullable Reply unchanged(HttpExchange exchange, @Nullable Reply reply, boolean html) {
        if (reply == null
                || html
                || reply.status() != 200
                || !exchange.getRequestMethod().equals("GET")) {
            return reply;
        }
        String tag = "W/\"" + Integer.toHexString(reply.body().toString().hashCode()) + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        return tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
                ? new Reply(304, reply.body(), reply.headers())
                : reply;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], java.net.URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
        }
        return query;
    }

    private static ObjectNode message(String words) {
        return JSON.createObjectNode().put("message", words).put("documentation_url", "https://docs.github.com/rest");
    }

    private void touch(int number) {
        pulls.get(number).put("updated_at", now());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
