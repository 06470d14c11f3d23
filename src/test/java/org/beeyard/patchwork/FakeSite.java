package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.patchwork.FakeModel.Comment;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.User;
import org.jspecify.annotations.Nullable;

/** The addresses of a Patchwork and what is behind them. */
final class FakeSite {

    static final String READ = "GET, HEAD, OPTIONS";
    private static final String ADD = "GET, POST, HEAD, OPTIONS";
    private static final String CHANGE = "GET, PUT, PATCH, HEAD, OPTIONS";

    private static final Pattern API = Pattern.compile("/api/(1\\.[23]/)?(.*)");
    private static final Pattern RESOURCE =
            Pattern.compile("(|projects/(?:[\\w-]+/)?|users/(?:\\d+/)?|people/(?:\\d+/)?"
                    + "|events/|series/(?:\\d+/)?|patches/(?:\\d+/(?:(?:comments|checks)/(?:\\d+/)?)?)?"
                    + "|covers/(?:\\d+/(?:comments/(?:\\d+/)?)?)?)");
    private static final Pattern MBOX =
            Pattern.compile("/series/(\\d+)/mbox/|/project/" + FakeModel.PROJECT + "/(patch|cover)/([^/]+)/mbox/");
    private static final Pattern PATCH_MBOX = Pattern.compile("/patch/(\\d+)/mbox/");

    record Request(
            String method, String path, @Nullable String query, String host, Map<String, String> headers, String body) {

        boolean reads() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

    private final FakeArchive archive;
    private final FakeChecks checks;
    private final Map<String, String> tokens;

    /** @param tokens of users */
    FakeSite(FakeArchive archive, Map<String, String> tokens) {
        this.archive = archive;
        this.checks = new FakeChecks(archive);
        this.tokens = tokens;
    }

    FakeReply answer(Request request) {
        String path = request.path();
        if (!path.endsWith("/") && isAddress(path + "/")) {
            return FakeReply.redirect(301, path + "/" + (request.query() == null ? "" : "?" + request.query()));
        }
        if (!isAddress(path)) {
            return FakeReply.notFound();
        }
        Matcher api = API.matcher(path);
        try {
            return api.matches() ? api(request, api.group(1), api.group(2)) : page(path);
        } catch (FakeList.Crash crash) {
            return FakeReply.serverError();
        }
    }

    private static boolean isAddress(String path) {
        Matcher api = API.matcher(path);
        if (!api.matches()) {
            return MBOX.matcher(path).matches() || PATCH_MBOX.matcher(path).matches();
        }
        String resource = api.group(2);
        // A single comment has no address before 1.3.
        boolean ahead = "1.2/".equals(api.group(1)) && resource.matches(".*/comments/\\d+/");
        return RESOURCE.matcher(resource).matches() && !ahead;
    }

    private FakeReply page(String path) {
        Matcher patch = PATCH_MBOX.matcher(path);
        if (patch.matches()) {
            return FakeArchive.byId(archive.patches, id(patch.group(1)))
                    .map(found -> FakeReply.redirect(
                            302, "/project/" + FakeModel.PROJECT + "/patch/" + found.mail.bareId() + "/mbox/"))
                    .orElseGet(FakeReply::notFound);
        }
        Matcher mbox = MBOX.matcher(path);
        mbox.matches();
        Optional<FakeReply> found = switch (mbox.group(2)) {
            case null -> FakeArchive.byId(archive.series, id(mbox.group(1))).map(FakeMbox::of);
            case "patch" ->
                archive.patches.stream()
                        .filter(each -> each.mail.bareId().equals(mbox.group(3)))
                        .findFirst()
                        .map(FakeMbox::of);
            default ->
                archive.covers.stream()
                        .filter(each -> each.mail.bareId().equals(mbox.group(3)))
                        .findFirst()
                        .map(FakeMbox::of);
        };
        return found.orElseGet(FakeReply::notFound);
    }

    private FakeReply api(Request request, @Nullable String version, String resource) {
        String[] parts = resource.split("/");
        boolean ofChecks = parts.length == 3 && parts[2].equals("checks");
        String allow = ofChecks ? ADD : isChangeable(parts) ? CHANGE : READ;
        FakeReply reply = allowed(request, new FakeJson(request.host(), version == null ? "" : version), parts, allow);
        return reply.headers().getOrDefault("Content-Type", "").equals("application/json")
                ? reply.with("Allow", allow)
                : reply;
    }

    private static boolean isChangeable(String[] parts) {
        return parts.length == 2 && List.of("patches", "projects", "users").contains(parts[0])
                || parts.length == 4 && parts[2].equals("comments");
    }

    private FakeReply allowed(Request request, FakeJson json, String[] parts, String allow) {
        String authorization = request.headers().getOrDefault("authorization", "");
        boolean named = authorization.regionMatches(true, 0, "Token ", 0, 6);
        Optional<User> user = Optional.ofNullable(tokens.get(authorization.replaceFirst("^\\w+ ", "")))
                .map(archive::user);
        if (named && user.isEmpty()) {
            return refusal(403, "Invalid token.");
        }
        if (allow.equals(ADD) && request.method().equals("POST")) {
            return addCheck(request, json, parts, named ? user : Optional.empty());
        }
        boolean ofPersons = parts[0].equals("users") || parts[0].equals("people");
        if (!named && (ofPersons || !request.reads())) {
            return refusal(403, "Authentication credentials were not provided.");
        }
        if (!request.reads() && allow.equals(CHANGE)) {
            throw new UnsupportedOperationException("nobody needed " + request.method() + " so far");
        }
        if (!request.reads()) {
            return refusal(405, "Method \"" + request.method() + "\" not allowed.");
        }
        FakeLists lists = new FakeLists(archive, json, FakeQuery.parse(request.query()));
        return parts.length == 1
                ? lists.list(parts[0])
                : detail(lists, json, parts).orElseGet(() -> refusal(404, "Not found."));
    }

    static FakeReply refusal(int status, String why) {
        return FakeReply.json(status, FakeJson.detail(why));
    }

    private FakeReply addCheck(Request request, FakeJson json, String[] parts, Optional<User> user) {
        Optional<Patch> patch = FakeArchive.byId(archive.patches, id(parts[1]));
        if (patch.isEmpty()) {
            return refusal(404, "Not found.");
        }
        if (user.isEmpty() || user.get().name().equals("stranger")) {
            return refusal(403, "You do not have permission to perform this action.");
        }
        String type = request.headers().getOrDefault("content-type", "");
        return checks.post(patch.get(), user.get(), type, request.body(), json);
    }

    private Optional<FakeReply> detail(FakeLists lists, FakeJson json, String[] parts) {
        long id = id(parts[1]);
        return switch (parts[0]) {
            case "series" -> one(FakeArchive.byId(archive.series, id), json::series);
            case "users" -> one(FakeArchive.byId(archive.users, id), json::user);
            case "people" ->
                one(
                        FakeArchive.byId(archive.people, id),
                        person -> json.person(person).putNull("user"));
            case "projects" ->
                one(
                        Optional.of(parts[1]).filter(name -> name.equals("1") || name.equals(FakeModel.PROJECT)),
                        name -> json.project(lists.maintainers()));
            case "covers" ->
                FakeArchive.byId(archive.covers, id)
                        .flatMap(cover -> parts.length == 2
                                ? one(Optional.of(cover), json::coverInDetail)
                                : comments(lists, json, cover.comments, parts));
            default ->
                FakeArchive.byId(archive.patches, id).flatMap(patch -> {
                    if (parts.length == 2) {
                        return one(Optional.of(patch), json::patchInDetail);
                    }
                    return parts[2].equals("checks")
                            ? checks(lists, json, patch, parts)
                            : comments(lists, json, patch.comments, parts);
                });
        };
    }

    private static Optional<FakeReply> checks(FakeLists lists, FakeJson json, Patch patch, String[] parts) {
        return parts.length == 3
                ? Optional.of(lists.checks(patch))
                : one(
                        patch.checks.stream()
                                .filter(row -> row.id() == id(parts[3]))
                                .findFirst(),
                        json::check);
    }

    private static Optional<FakeReply> comments(
            FakeLists lists, FakeJson json, List<Comment> comments, String[] parts) {
        return parts.length == 3
                ? Optional.of(lists.comments(parts[0] + "/" + parts[1] + "/", comments))
                : one(
                        comments.stream()
                                .filter(each -> each.id() == id(parts[3]))
                                .findFirst(),
                        json::comment);
    }

    private static <T> Optional<FakeReply> one(Optional<T> thing, Function<T, ? extends JsonNode> shape) {
        return thing.map(found -> FakeReply.json(200, shape.apply(found)));
    }

    private static long id(String digits) {
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
