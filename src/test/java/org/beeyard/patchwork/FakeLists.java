package org.beeyard.patchwork;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.beeyard.patchwork.FakeModel.Comment;
import org.beeyard.patchwork.FakeModel.Cover;
import org.beeyard.patchwork.FakeModel.Event;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.Person;
import org.beeyard.patchwork.FakeModel.Row;
import org.beeyard.patchwork.FakeModel.User;

/** Patchwork's lists: which filters and orders each of them knows. */
record FakeLists(FakeArchive archive, FakeJson json, FakeQuery query) {

    FakeReply list(String name) {
        return switch (name) {
            case "" -> FakeReply.json(200, json.index());
            case "projects" -> new FakeList<>(List.of(maintainers()), query).page(json.api("projects/"), json::project);
            case "users" ->
                new FakeList<>(archive.users, query)
                        .one(
                                "q",
                                (user, part) -> user.name().contains(part)
                                        || user.email().contains(part))
                        .page(json.api("users/"), json::user);
            case "people" -> new FakeList<>(archive.people, query).page(json.api("people/"), json::person);
            case "events" -> events().page(json.api("events/"), json::event);
            case "series" -> series();
            case "patches" -> patches();
            default -> covers();
        };
    }

    List<User> maintainers() {
        return List.of(archive.user("beeyard"), archive.user("bpf"));
    }

    FakeList<Event> events() {
        return new FakeList<>(archive.events, query)
                .where(event -> json.isNewest() || !event.isOfComment())
                .ofProject()
                .one("category", (event, category) -> event.category().equals(category))
                .any("series", value -> true, (event, id) -> isId(event, "series", id))
                .any("patch", value -> true, (event, id) -> isId(event, "patch", id))
                .any("cover", value -> true, (event, id) -> isId(event, "cover", id))
                .one(
                        "actor",
                        (event, id) -> event.actor() != null && is(event.actor().id(), id))
                .dates(Event::date)
                .order("-date", Map.of("date", Comparator.comparing(Event::date)));
    }

    private FakeReply series() {
        if (query.last("order").orElse("").endsWith("received_all")) {
            throw new FakeList.Crash();
        }
        return new FakeList<>(archive.series, query)
                .ofProject()
                .any("submitter", value -> true, (series, who) -> isPerson(series.submitter, who))
                .words(series -> Objects.requireNonNullElse(series.name, ""))
                .dates(series -> series.date)
                .order(
                        "id",
                        Map.of(
                                "id", Comparator.comparing(series -> series.id),
                                "name", Comparator.comparing(series -> String.valueOf(series.name)),
                                "date", Comparator.comparing(series -> series.date),
                                "submitter", Comparator.comparing(series -> series.submitter.id())))
                .page(json.api("series/"), json::series);
    }

    private FakeReply patches() {
        return new FakeList<>(archive.patches, query)
                .ofProject()
                .any("series", value -> true, (patch, id) -> is(patch.series.id, id))
                .any("state", this::isState, (patch, state) -> stateId(patch.state) == stateId(state))
                .any("delegate", this::isUser, (patch, who) -> patch.delegate != null && isUser(patch.delegate, who))
                .any("submitter", value -> true, (patch, who) -> isPerson(patch.submitter, who))
                .one("archived", (patch, value) -> value.matches("true|True") == patch.archived)
                .one("hash", (patch, hash) -> hash.equals(patch.mail.hash()))
                .one("msgid", (patch, id) -> patch.mail.bareId().equals(id))
                .words(patch -> patch.mail.name())
                .dates(patch -> patch.mail.date())
                .order("id", patchOrders())
                .page(json.api("patches/"), json::patch);
    }

    private static Map<String, Comparator<Patch>> patchOrders() {
        return Map.of(
                "id", Comparator.comparing(patch -> patch.id),
                "name", Comparator.comparing(patch -> patch.mail.name()),
                "project", Comparator.comparing(patch -> 1),
                "date", Comparator.comparing(patch -> patch.mail.date()),
                "state", Comparator.comparing(patch -> stateId(patch.state)),
                "archived", Comparator.comparing(patch -> patch.archived),
                "submitter", Comparator.comparing(patch -> patch.submitter.id()));
    }

    private FakeReply covers() {
        return new FakeList<>(archive.covers, query)
                .ofProject()
                .any("series", value -> true, (cover, id) -> is(cover.series.id, id))
                .any("submitter", value -> true, (cover, who) -> isPerson(cover.submitter, who))
                .one("msgid", (cover, id) -> cover.mail.bareId().equals(id))
                .words(cover -> cover.mail.name())
                .dates(cover -> cover.mail.date())
                .order("id", coverOrders())
                .page(json.api("covers/"), json::cover);
    }

    private static Map<String, Comparator<Cover>> coverOrders() {
        return Map.of(
                "id", Comparator.comparing(cover -> cover.id),
                "name", Comparator.comparing(cover -> cover.mail.name()),
                "date", Comparator.comparing(cover -> cover.mail.date()));
    }

    FakeReply checks(Patch patch) {
        return new FakeList<>(patch.checks, query)
                .one("context", (row, context) -> row.context().equals(context))
                .any("user", this::isUser, (row, who) -> isUser(row.user(), who))
                .one("state", (row, number) -> is(FakeModel.CHECK_STATES.indexOf(row.state()), number))
                .dates(Row::date)
                .order(
                        "id",
                        Map.of(
                                "id", Comparator.comparing(Row::id),
                                "date", Comparator.comparing(Row::date),
                                "context", Comparator.comparing(Row::context),
                                "state", Comparator.comparing(row -> FakeModel.CHECK_STATES.indexOf(row.state()))))
                .page(json.api("patches/" + patch.id + "/checks/"), json::check);
    }

    /** @param place patches/1/ */
    FakeReply comments(String place, List<Comment> comments) {
        return new FakeList<>(comments, query)
                .order(
                        "id",
                        Map.of(
                                "id", Comparator.comparing(Comment::id),
                                "date",
                                        Comparator.comparing(
                                                comment -> comment.mail().date())))
                .page(json.api(place + "comments/"), json::comment);
    }

    private static boolean isId(Event event, String key, String id) {
        return event.idOf(key).filter(known -> is(known, id)).isPresent();
    }

    private static boolean is(long id, String text) {
        return String.valueOf(id).equals(text);
    }

    private static boolean isPerson(Person person, String who) {
        return is(person.id(), who) || person.email().equalsIgnoreCase(who);
    }

    private static boolean isUser(User user, String who) {
        return is(user.id(), who) || user.name().equals(who);
    }

    private boolean isUser(String who) {
        return archive.users.stream().anyMatch(user -> isUser(user, who));
    }

    private boolean isState(String state) {
        return stateId(state) > 0;
    }

    /** By number, or by name as people or addresses write it. */
    private static int stateId(String state) {
        return FakeModel.STATES.entrySet().stream()
                .filter(known ->
                        is(known.getValue(), state) || known.getKey().equalsIgnoreCase(state.replace(' ', '-')))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }
}
