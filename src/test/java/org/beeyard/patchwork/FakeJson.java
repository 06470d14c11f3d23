package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.beeyard.patchwork.FakeModel.Comment;
import org.beeyard.patchwork.FakeModel.Cover;
import org.beeyard.patchwork.FakeModel.Event;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.Person;
import org.beeyard.patchwork.FakeModel.Row;
import org.beeyard.patchwork.FakeModel.Series;
import org.beeyard.patchwork.FakeModel.User;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, as Patchwork words it.
 *
 * @param host scheme and authority by which the client came
 * @param version with its slash, empty for the newest
 */
record FakeJson(String host, String version) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    private static final String LORE = "https://lore.kernel.org/bpf/";

    static ObjectNode detail(String words) {
        return object().put("detail", words);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    boolean isNewest() {
        return !version.equals("1.2/");
    }

    String api(String path) {
        return host + "/api/" + version + path;
    }

    private static String date(LocalDateTime date) {
        return (date.getNano() == 0 ? SECONDS : MICROS).format(date);
    }

    ObjectNode index() {
        ObjectNode index = object();
        for (String list : List.of("projects", "users", "people", "patches", "covers", "series", "events", "bundles")) {
            index.put(list, api(list + "/"));
        }
        return index;
    }

    /** In other things. */
    ObjectNode project() {
        return archive(projectHead());
    }

    private ObjectNode projectHead() {
        return object().put("id", 1)
                .put("url", api("projects/1/"))
                .put("name", "Netdev + BPF")
                .put("link_name", FakeModel.PROJECT)
                .put("list_id", "bpf.vger.kernel.org")
                .put("list_email", "bpf@vger.kernel.org")
                .put("web_url", "")
                .put("scm_url", "")
                .put("webscm_url", "");
    }

    private static ObjectNode archive(ObjectNode project) {
        return project.put("list_archive_url", LORE)
                .put("list_archive_url_format", LORE + "{}")
                .put("commit_url_format", "");
    }

    /** By itself. */
    ObjectNode project(List<User> maintainers) {
        ObjectNode project = projectHead();
        ArrayNode all = project.putArray("maintainers");
        maintainers.forEach(user -> all.add(user(user)));
        return archive(project.put("subject_match", ""));
    }

    ObjectNode user(User user) {
        return object().put("id", user.id())
                .put("url", api("users/" + user.id() + "/"))
                .put("username", user.name())
                .put("first_name", "")
                .put("last_name", "")
                .put("email", user.email());
    }

    ObjectNode person(Person person) {
        return object().put("id", person.id())
                .put("url", api("people/" + person.id() + "/"))
                .put("name", person.name().isEmpty() ? null : person.name())
                .put("email", person.email());
    }

    private ObjectNode embedded(Series series) {
        return object().put("id", series.id)
                .put("url", api("series/" + series.id + "/"))
                .put("web_url", webUrl(series))
                .put("date", date(series.date))
                .put("name", series.name)
                .put("version", series.version)
                .put("mbox", mboxUrl(series));
    }

    private String webUrl(Series series) {
        return host + "/project/" + FakeModel.PROJECT + "/list/?series=" + series.id;
    }

    private String mboxUrl(Series series) {
        return host + "/series/" + series.id + "/mbox/";
    }

    private ObjectNode embedded(Patch patch) {
        return mail(identity("patches/" + patch.id + "/", patch.id, web("patch", patch.mail)), patch.mail)
                .put("name", patch.mail.name())
                .put("mbox", web("patch", patch.mail) + "mbox/");
    }

    private ObjectNode embedded(Cover cover) {
        return mail(identity("covers/" + cover.id + "/", cover.id, web("cover", cover.mail)), cover.mail)
                .put("name", cover.mail.name())
                .put("mbox", web("cover", cover.mail) + "mbox/");
    }

    private ObjectNode identity(String path, long id, String web) {
        return object().put("id", id).put("url", api(path)).put("web_url", web);
    }

    private static ObjectNode mail(ObjectNode to, FakeMail mail) {
        return to.put("msgid", mail.messageId())
                .put("list_archive_url", LORE + mail.bareId())
                .put("date", date(mail.date()));
    }

    private String web(String kind, FakeMail mail) {
        return host + "/project/" + FakeModel.PROJECT + "/" + kind + "/" + mail.bareId() + "/";
    }

    private ObjectNode embedded(Comment comment) {
        String url = comment.place() + "comments/" + comment.id() + "/";
        return mail(identity(url, comment.id(), host + "/comment/" + comment.id() + "/"), comment.mail());
    }

    private ObjectNode embedded(Row row) {
        return object().put("id", row.id())
                .put("url", url(row))
                .put("date", date(row.date()))
                .put("state", row.state())
                .put("target_url", row.targetUrl())
                .put("context", row.context());
    }

    private String url(Row row) {
        return api("patches/" + row.patch().id + "/checks/" + row.id() + "/");
    }

    ObjectNode series(Series series) {
        ObjectNode json = identity("series/" + series.id + "/", series.id, webUrl(series));
        json.set("project", project());
        json.put("name", series.name).put("date", date(series.date));
        json.set("submitter", person(series.submitter));
        json.put("version", series.version)
                .put("total", series.total)
                .put("received_total", series.patches.size())
                .put("received_all", series.isComplete())
                .put("mbox", mboxUrl(series));
        json.set("cover_letter", series.cover == null ? JsonNodeFactory.instance.nullNode() : embedded(series.cover));
        ArrayNode patches = json.putArray("patches");
        series.byDate().forEach(patch -> patches.add(embedded(patch)));
        return json;
    }

    ObjectNode patch(Patch patch) {
        FakeMail mail = patch.mail;
        ObjectNode json = identity("patches/" + patch.id + "/", patch.id, web("patch", mail));
        json.set("project", project());
        mail(json, mail)
                .put("name", mail.name())
                .putNull("commit_ref")
                .put("pull_url", mail.pullUrl().orElse(null))
                .put("state", patch.state)
                .put("archived", patch.archived)
                .put("hash", mail.hash());
        json.set("submitter", person(patch.submitter));
        json.set("delegate", value(patch.delegate));
        json.put("mbox", web("patch", mail) + "mbox/");
        json.putArray("series").add(embedded(patch.series));
        // These two are without a version.
        json.put("comments", host + "/api/patches/" + patch.id + "/comments/")
                .put("check", patch.check())
                .put("checks", host + "/api/patches/" + patch.id + "/checks/");
        json.putObject("tags");
        json.putArray("related");
        return json;
    }

    ObjectNode patchInDetail(Patch patch) {
        ObjectNode json = patch(patch);
        json.set("headers", headers(patch.mail));
        json.put("content", patch.mail.content()).put("diff", patch.mail.diff());
        ArrayNode prefixes = json.putArray("prefixes");
        patch.mail.prefixes().forEach(prefixes::add);
        return json;
    }

    ObjectNode cover(Cover cover) {
        ObjectNode json = identity("covers/" + cover.id + "/", cover.id, web("cover", cover.mail));
        json.set("project", project());
        mail(json, cover.mail).put("name", cover.mail.name());
        json.set("submitter", person(cover.submitter));
        json.put("mbox", web("cover", cover.mail) + "mbox/");
        json.putArray("series").add(embedded(cover.series));
        return json.put("comments", host + "/api/covers/" + cover.id + "/comments/");
    }

    ObjectNode coverInDetail(Cover cover) {
        ObjectNode json = cover(cover);
        json.set("headers", headers(cover.mail));
        return json.put("content", cover.mail.content());
    }

    ObjectNode comment(Comment comment) {
        ObjectNode json = object().put("id", comment.id()).put("web_url", host + "/comment/" + comment.id() + "/");
        mail(json, comment.mail()).put("subject", comment.mail().name());
        json.set("submitter", person(comment.submitter()));
        json.put("content", comment.mail().content());
        json.set("headers", headers(comment.mail()));
        return isNewest() ? json.putNull("addressed") : json;
    }

    ObjectNode check(Row row) {
        ObjectNode json = object().put("id", row.id()).put("url", url(row));
        json.set("user", user(row.user()));
        return json.put("date", date(row.date()))
                .put("state", row.state())
                .put("target_url", row.targetUrl())
                .put("context", row.context())
                .put("description", row.description());
    }

    ObjectNode event(Event event) {
        ObjectNode json = object().put("id", event.id()).put("category", event.category());
        json.set("project", project());
        json.put("date", date(event.date()));
        json.set("actor", value(event.actor()));
        ObjectNode payload = json.putObject("payload");
        event.payload().forEach((name, thing) -> payload.set(name, value(thing)));
        return json;
    }

    private JsonNode value(@Nullable Object thing) {
        return switch (thing) {
            case null -> JsonNodeFactory.instance.nullNode();
            case Series series -> embedded(series);
            case Patch patch -> embedded(patch);
            case Cover cover -> embedded(cover);
            case Comment comment -> embedded(comment);
            case Row row -> embedded(row);
            case User user -> user(user);
            case String text -> TextNode.valueOf(text);
            default -> throw new IllegalArgumentException("no part of an event: " + thing);
        };
    }

    /** A header that occurs more than once is a list. */
    private static ObjectNode headers(FakeMail mail) {
        ObjectNode json = object();
        for (FakeMail.Header header : mail.headers()) {
            switch (json.get(header.name())) {
                case null -> json.put(header.name(), header.value());
                case ArrayNode several -> several.add(header.value());
                case JsonNode first -> json.putArray(header.name()).add(first).add(header.value());
            }
        }
        return json;
    }
}
