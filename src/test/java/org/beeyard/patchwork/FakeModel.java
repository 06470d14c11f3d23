package org.beeyard.patchwork;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Patchwork stores. */
final class FakeModel {

    static final String PROJECT = "netdevbpf";

    /** The default states; from 11 on those that patchwork.kernel.org has beyond them. */
    static final Map<String, Integer> STATES = Map.ofEntries(
            Map.entry("new", 1),
            Map.entry("under-review", 2),
            Map.entry("accepted", 3),
            Map.entry("rejected", 4),
            Map.entry("rfc", 5),
            Map.entry("not-applicable", 6),
            Map.entry("changes-requested", 7),
            Map.entry("awaiting-upstream", 8),
            Map.entry("superseded", 9),
            Map.entry("deferred", 10),
            Map.entry("mainlined", 11),
            Map.entry("queued", 13),
            Map.entry("needs-ack", 15),
            Map.entry("handled-elsewhere", 17));

    /** As numbers of states of checks. */
    static final List<String> CHECK_STATES = List.of("pending", "success", "warning", "fail");

    private static final List<String> GOOD_TO_BAD = List.of("success", "pending", "warning", "fail");

    private FakeModel() {}

    record User(long id, String name) {
        String email() {
            return name + "@example.com";
        }
    }

    record Person(long id, String name, String email) {}

    static final class Series {
        final long id;
        final Person submitter;
        final LocalDateTime date;
        final int version;
        final int total;
        final List<Patch> patches = new ArrayList<>();

        @Nullable
        Cover cover;

        @Nullable
        String name;

        Series(long id, Person submitter, FakeMail first) {
            this.id = id;
            this.submitter = submitter;
            this.date = first.date();
            this.version = first.version();
            this.total = first.total();
        }

        boolean isComplete() {
            return patches.size() >= total;
        }

        List<Patch> byNumber() {
            return patches.stream()
                    .sorted(Comparator.comparing(patch -> patch.mail.number()))
                    .toList();
        }

        List<Patch> byDate() {
            return patches.stream()
                    .sorted(Comparator.comparing(patch -> patch.mail.date()))
                    .toList();
        }
    }

    static final class Patch {
        final long id;
        final FakeMail mail;
        final Person submitter;
        final Series series;
        final List<Row> checks = new ArrayList<>();
        final List<Comment> comments = new ArrayList<>();
        String state = "new";

        @Nullable
        User delegate;

        boolean archived;

        Patch(long id, FakeMail mail, Person submitter, Series series) {
            this.id = id;
            this.mail = mail;
            this.submitter = submitter;
            this.series = series;
        }

        /** The worst of what each user said last in each context. */
        String check() {
            Map<String, String> newest = new HashMap<>();
            checks.forEach(row -> newest.put(row.user().name() + " " + row.context(), row.state()));
            return newest.values().stream()
                    .max(Comparator.comparing(GOOD_TO_BAD::indexOf))
                    .orElse("pending");
        }
    }

    static final class Cover {
        final long id;
        final FakeMail mail;
        final Person submitter;
        final Series series;
        final List<Comment> comments = new ArrayList<>();

        Cover(long id, FakeMail mail, Person submitter, Series series) {
            this.id = id;
            this.mail = mail;
            this.submitter = submitter;
            this.series = series;
        }
    }

    /** @param place the path of what it is about: patches/1/ */
    record Comment(long id, String place, FakeMail mail, Person submitter) {}

    record Row(
            long id,
            Patch patch,
            User user,
            LocalDateTime date,
            String state,
            String context,
            @Nullable String description,
            @Nullable String targetUrl) {}

    /** @param payload things as they are when they are asked for, not as they were */
    record Event(
            long id,
            LocalDateTime date,
            String category,
            @Nullable User actor,
            Map<String, @Nullable Object> payload) {

        boolean isOfComment() {
            return payload.containsKey("comment");
        }

        Optional<Long> idOf(String key) {
            return switch (payload.get(key)) {
                case Series series -> Optional.of(series.id);
                case Patch patch -> Optional.of(patch.id);
                case Cover cover -> Optional.of(cover.id);
                case null, default -> Optional.empty();
            };
        }
    }
}
