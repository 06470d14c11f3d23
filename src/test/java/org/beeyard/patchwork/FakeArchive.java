package org.beeyard.patchwork;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.beeyard.patchwork.FakeModel.Comment;
import org.beeyard.patchwork.FakeModel.Cover;
import org.beeyard.patchwork.FakeModel.Event;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.Person;
import org.beeyard.patchwork.FakeModel.Row;
import org.beeyard.patchwork.FakeModel.Series;
import org.beeyard.patchwork.FakeModel.User;
import org.jspecify.annotations.Nullable;

/** What a Patchwork does with mails and with what its users do. Whoever uses it holds its lock. */
final class FakeArchive {

    private static final DateTimeFormatter MAIL_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss xx", Locale.ROOT);

    final List<User> users = new ArrayList<>();
    final List<Person> people = new ArrayList<>();
    final List<Series> series = new ArrayList<>();
    final List<Patch> patches = new ArrayList<>();
    final List<Cover> covers = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    private final List<Event> held = new ArrayList<>();
    private long eventIds;
    private long rowIds;
    private long patchComments;
    private long coverComments;

    private @Nullable Instant clock;
    private @Nullable LocalDateTime frozen;
    private LocalDateTime last = LocalDateTime.MIN;

    FakeArchive() {
        List.of("admin", "beeyard", "stranger", "bpf").forEach(this::user);
    }

    /** A series of these mails; {@code announced} unless the event of its completion gets lost. */
    Series begin(boolean announced, String... mails) {
        FakeMail first = FakeMail.parse(mails[0]);
        Series begun = new Series(series.size() + 1, person(first), first);
        series.add(begun);
        boolean fresh = true;
        for (String mail : mails) {
            arrive(begun, FakeMail.parse(mail), fresh, announced);
            fresh = false;
        }
        return begun;
    }

    void arrive(Series into, String mail) {
        arrive(into, FakeMail.parse(mail), false, true);
    }

    private void arrive(Series into, FakeMail mail, boolean fresh, boolean announced) {
        if (isKnown(mail.messageId())) {
            if (fresh) {
                throw new IllegalArgumentException(mail.messageId() + " was sent before");
            }
            return;
        }
        if (mail.isCover()) {
            cover(into, mail, fresh);
        } else {
            patch(into, mail, fresh, announced);
        }
    }

    private boolean isKnown(String messageId) {
        return patches.stream().anyMatch(patch -> patch.mail.messageId().equals(messageId))
                || covers.stream().anyMatch(cover -> cover.mail.messageId().equals(messageId));
    }

    private void cover(Series into, FakeMail mail, boolean fresh) {
        if (fresh) {
            event("series-created", null, "series", into);
        }
        Cover cover = new Cover(covers.size() + 1, mail, person(mail), into);
        covers.add(cover);
        into.cover = cover;
        into.name = mail.subject();
        event("cover-created", null, "cover", cover);
    }

    private void patch(Series into, FakeMail mail, boolean fresh, boolean announced) {
        if (mail.diff() == null && mail.pullUrl().isEmpty()) {
            throw new IllegalArgumentException(mail.name() + " is neither a patch nor a cover letter");
        }
        Patch patch = new Patch(patches.size() + 1, mail, person(mail), into);
        mail.header("X-Patchwork-State")
                .ifPresent(state -> patch.state = state.toLowerCase(Locale.ROOT).replace(' ', '-'));
        mail.header("X-Patchwork-Delegate").ifPresent(address -> patch.delegate = user(address.replaceAll("@.*", "")));
        patches.add(patch);
        into.patches.add(patch);
        if (into.cover == null && mail.number() == 1) {
            into.name = mail.name();
        }
        event("patch-created", null, "patch", patch);
        if (fresh) {
            event("series-created", null, "series", into);
        }
        complete(into, mail.number());
        if (announced && into.isComplete()) {
            event("series-completed", null, "series", into);
        }
    }

    /** A patch is complete when those before it are there. */
    private void complete(Series into, int from) {
        List<Patch> ordered = into.byNumber();
        for (int i = 0; i < ordered.size() && ordered.get(i).mail.number() <= i + 1; i++) {
            if (ordered.get(i).mail.number() >= from) {
                event("patch-completed", null, "patch", ordered.get(i), "series", into);
            }
        }
    }

    void state(Patch patch, String slug) {
        if (!FakeModel.STATES.containsKey(slug)) {
            throw new IllegalArgumentException("no state " + slug);
        }
        String before = patch.state;
        patch.state = slug;
        if (!before.equals(slug)) {
            event("patch-state-changed", user("bpf"), "patch", patch, "previous_state", before, "current_state", slug);
        }
    }

    void delegate(Patch patch, @Nullable User user) {
        User before = patch.delegate;
        patch.delegate = user;
        if (!Objects.equals(before, user)) {
            event(
                    "patch-delegated",
                    user("bpf"),
                    "patch",
                    patch,
                    "previous_delegate",
                    before,
                    "current_delegate",
                    user);
        }
    }

    void comment(Patch patch, String from, String content) {
        FakeMail mail = reply(patch.mail, from, content, "patch" + ++patchComments);
        Comment comment = new Comment(patchComments, "patches/" + patch.id + "/", mail, person(mail));
        patch.comments.add(comment);
        event("patch-comment-created", null, "patch", patch, "comment", comment);
    }

    void comment(Cover cover, String from, String content) {
        FakeMail mail = reply(cover.mail, from, content, "cover" + ++coverComments);
        Comment comment = new Comment(coverComments, "covers/" + cover.id + "/", mail, person(mail));
        cover.comments.add(comment);
        event("cover-comment-created", null, "cover", cover, "comment", comment);
    }

    private FakeMail reply(FakeMail to, String from, String content, String id) {
        return FakeMail.parse("""
                From: %s
                Subject: Re: %s
                Message-ID: <reply-%s@example.org>
                In-Reply-To: %s
                References: %4$s
                Date: %s
                List-Id: <bpf.vger.kernel.org>

                %s
                """.formatted(
                        from,
                        to.header("Subject").orElse(""),
                        id,
                        to.messageId(),
                        MAIL_DATE.format(now().atOffset(ZoneOffset.UTC)),
                        content));
    }

    Row check(
            Patch patch,
            User user,
            String state,
            String context,
            @Nullable String description,
            @Nullable String targetUrl) {
        Row row = new Row(++rowIds, patch, user, stamp(), state, context, description, targetUrl);
        patch.checks.add(row);
        event("check-created", user, "patch", patch, "check", row);
        return row;
    }

    /** The same once more. */
    void repeat(Event event) {
        events.add(new Event(++eventIds, eventDate(), event.category(), event.actor(), event.payload()));
    }

    void completedAgain(Series series) {
        event("series-completed", null, "series", series);
    }

    /** Takes back what says that a series is complete: the dates are taken, but nothing is written yet. */
    void hold(Series series) {
        Predicate<Event> completion = event ->
                event.category().equals("series-completed") && event.payload().get("series") == series;
        events.stream().filter(completion).forEach(held::add);
        events.removeIf(completion);
    }

    /** Writes what was held: with its old date and a new number. */
    void release() {
        held.forEach(event ->
                events.add(new Event(++eventIds, event.date(), event.category(), event.actor(), event.payload())));
        held.clear();
    }

    private void event(String category, @Nullable User actor, @Nullable Object... payload) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (int i = 0; i < payload.length; i += 2) {
            parts.put((String) Objects.requireNonNull(payload[i]), payload[i + 1]);
        }
        events.add(new Event(++eventIds, eventDate(), category, actor, parts));
    }

    Patch patchOf(long id) {
        return byId(patches, id).orElseThrow(() -> new IllegalArgumentException("no patch " + id));
    }

    Series seriesOf(long id) {
        return byId(series, id).orElseThrow(() -> new IllegalArgumentException("no series " + id));
    }

    /** Nothing is ever deleted. */
    static <T> Optional<T> byId(List<T> things, long id) {
        return id >= 1 && id <= things.size() ? Optional.of(things.get((int) id - 1)) : Optional.empty();
    }

    User user(String name) {
        return users.stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    User user = new User(users.size() + 1, name);
                    users.add(user);
                    return user;
                });
    }

    private Person person(FakeMail mail) {
        String address = mail.senderAddress();
        return people.stream()
                .filter(person -> person.email().equalsIgnoreCase(address))
                .findFirst()
                .orElseGet(() -> {
                    Person person = new Person(people.size() + 1, mail.senderName(), address);
                    people.add(person);
                    return person;
                });
    }

    void clock(Instant now) {
        clock = now;
        last = LocalDateTime.MIN;
    }

    void freeze() {
        frozen = now();
    }

    private LocalDateTime eventDate() {
        return frozen == null ? stamp() : frozen;
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock == null ? Instant.now() : clock, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MICROS);
    }

    /** Later than the one before, even when the clock stands. */
    private LocalDateTime stamp() {
        LocalDateTime now = now();
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return last;
    }
}
