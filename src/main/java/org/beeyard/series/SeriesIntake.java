package org.beeyard.series;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.beeyard.protocol.Sha256;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.mail.PostedSeries;

/** Takes posted series in: finds the topic, knows a series that it has already, and supersedes older versions. */
@ApplicationScoped
public class SeriesIntake {

    /** How the keys of topics begin that their sources name; those of others are hashes. */
    private static final String NAMED = "named ";

    /** The source of what somebody has sent to the farm alone. */
    public static final String UPLOAD = "upload";

    private final EntityManager database;
    private final Clock clock;
    private final Event<SeriesReceived> received;
    private final Event<SeriesChanged> changed;

    SeriesIntake(EntityManager database, Clock clock, Event<SeriesReceived> received, Event<SeriesChanged> changed) {
        this.database = database;
        this.clock = clock;
        this.received = received;
        this.changed = changed;
    }

    /** Something to look at has come. */
    public record SeriesReceived() {}

    /** @param known whether the very same series was here before */
    public record Receipt(long series, boolean known) {}

    /**
     * @param tree that the sender asks for
     * @param again whether a series that is known is to be tested once more
     */
    public Receipt take(PostedSeries posted, String source, Optional<String> tree, boolean again) {
        Receipt receipt = QuarkusTransaction.requiringNew().call(() -> store(posted, source, tree, again));
        received.fireAsync(new SeriesReceived());
        return receipt;
    }

    /** As {@link #take}, of what is not tested and not even stored. Returns the series. */
    public long refuse(PostedSeries posted, String source, String problem) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long series = store(posted, source, Optional.empty(), false).series();
            Series row = locked(series);
            if (row.state() == SeriesState.READY) {
                row.ended(SeriesState.REJECTED, null, null, problem);
            }
            return series;
        });
    }

    /** How a version of a change stands from the start. */
    public sealed interface Start {

        /** It is tested. */
        record Tested() implements Start {}

        /**
         * Nobody knows its author: it waits until somebody approves it. Only then its patches are {@linkplain UnreadSeries read}.
         *
         * @param commits how many patches it may become
         */
        record Held(int commits) implements Start {}

        /** @param problem a sentence */
        record Refused(String problem) implements Start {}
    }

    /**
     * The next version of a change that its source knows by a name, in the caller's transaction. After it, somebody has to {@link
     * #announce}.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long next(String change, PostedSeries posted, String source, String tree, Start start) {
        Topic topic = topic(NAMED + source + " " + change);
        int last = database.createQuery("select coalesce(max(version), 0) from Series where topic = ?1", Integer.class)
                .setParameter(1, topic)
                .getSingleResult();
        PostedSeries next = posted.as(last + 1);
        List<Series> older = versions(topic).stream()
                .filter(v -> v.state() != SeriesState.SUPERSEDED)
                .toList();
        older.forEach(Series::superseded);
        Series series = new Series(topic, next, source, digest(next, Optional.of(tree)), tree, clock.instant());
        switch (start) {
            case Start.Tested _ -> {}
            case Start.Held(int commits) -> series.hold(commits);
            case Start.Refused(String problem) -> series.ended(SeriesState.REJECTED, null, null, problem);
        }
        database.persist(series);
        older.forEach(v -> changed.fire(new SeriesChanged(v.id())));
        return series.id();
    }

    /** There is something to look at, and its transaction is committed. */
    public void announce() {
        received.fireAsync(new SeriesReceived());
    }

    /** Lets a series be tested that waits for it, in the caller's transaction. False when it does not wait. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean approve(long series) {
        Series row = locked(series);
        if (row == null || !row.isHeld() || row.state() != SeriesState.RECEIVED) {
            return false;
        }
        row.approved();
        changed.fire(new SeriesChanged(series));
        return true;
    }

    /** Its source wants it tested no more; in the caller's transaction. Unfinished runs are cancelled by who has them. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void close(long series, String why) {
        Series row = locked(series);
        if (row.state() != SeriesState.CLOSED && row.state() != SeriesState.SUPERSEDED) {
            row.closed(why);
            changed.fire(new SeriesChanged(series));
        }
    }

    /** As {@link #close} never was; in the caller's transaction. False when there is nothing to be reopened. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean reopen(long series) {
        Series row = locked(series);
        if (row.state() != SeriesState.CLOSED || !row.hasPatches() && !row.isUnread()) {
            return false;
        }
        row.again();
        changed.fire(new SeriesChanged(series));
        return true;
    }

    /**
     * Looks at it again from the start, in the caller's transaction. False when a newer version has taken its place, when it waits to
     * be approved, and when there is nothing to test in it.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean retest(long series) {
        Series row = locked(series);
        if (row.state() == SeriesState.SUPERSEDED || row.isHeld() || !row.hasPatches()) {
            return false;
        }
        row.again();
        changed.fire(new SeriesChanged(series));
        return true;
    }

    private Series locked(long series) {
        return database.find(Series.class, series, LockModeType.PESSIMISTIC_WRITE);
    }

    private Receipt store(PostedSeries posted, String source, Optional<String> tree, boolean again) {
        String key = knownTopic(posted).orElseGet(() -> Sha256.hex(topicKey(posted)));
        Topic topic = topic(key);
        String digest = digest(posted, tree);
        List<Series> versions = versions(topic);
        Optional<Series> same =
                versions.stream().filter(v -> v.digest().equals(digest)).findFirst();
        Precedence precedence = Precedence.of(source, posted.version());
        boolean postedAtLast = precedence.posted()
                && same.map(known -> !known.precedence().posted()).orElse(false);
        if (same.isPresent() && !again && !postedAtLast) {
            return new Receipt(same.get().id(), true);
        }
        List<Series> others =
                versions.stream().filter(v -> !same.equals(Optional.of(v))).toList();
        List<Series> replaced = others.stream()
                .filter(v -> v.state() != SeriesState.SUPERSEDED && precedence.replaces(v.precedence()))
                .toList();
        replaced.forEach(Series::superseded);
        if (again) {
            same.ifPresent(Series::again);
        }
        if (postedAtLast) {
            same.get().posted(source, posted);
        }
        Series series =
                same.orElseGet(() -> new Series(topic, posted, source, digest, tree.orElse(null), clock.instant()));
        if (others.stream().anyMatch(v -> precedence.isBehind(v.precedence()))) {
            series.superseded();
        }
        database.persist(series);
        replaced.forEach(v -> changed.fire(new SeriesChanged(v.id())));
        return new Receipt(series.id(), same.isPresent());
    }

    /** Locked before their patches are: so who applies one meanwhile has them. */
    private List<Series> versions(Topic topic) {
        return database.createQuery("from Series where topic = ?1 order by id", Series.class)
                .setParameter(1, topic)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Locked, so that of two uploads of the same series one comes after the other. */
    private Topic topic(String key) {
        database.createNativeQuery("insert into topic (key, created_at) values (?1, ?2) on conflict (key) do nothing")
                .setParameter(1, key)
                .setParameter(2, clock.instant())
                .executeUpdate();
        return database.createQuery("from Topic where key = ?1", Topic.class)
                .setParameter(1, key)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResult();
    }

    /** A later version is often sent in reply to an earlier one, under another title; a still later one has that title. */
    private Optional<String> knownTopic(PostedSeries posted) {
        if (posted.changeId().isPresent()) {
            return changeOf(posted, posted.changeId().get());
        }
        return database.createNativeQuery("""
                        select t.key
                          from (select id, 1 as rank from series where message_id = ?1
                                union all select series_id, 1 from patch where message_id = ?1
                                union all select id, 2 from series where title = ?2) found
                          join series s on s.id = found.id join topic t on t.id = s.topic_id
                         where lower(substring(s.submitter from '<([^>]*)>$')) = ?3
                           and (found.rank = 2 or s.version < ?4) and t.key not like '%s%%'
                         order by found.rank, s.id desc limit 1
                        """.formatted(NAMED), String.class)
                .setParameter(1, posted.inReplyTo().orElse(""))
                .setParameter(2, posted.title())
                .setParameter(3, email(posted))
                .setParameter(4, posted.version())
                .getResultStream()
                .findFirst()
                .map(String.class::cast);
    }

    /** The id is there for everybody to read: it says nothing in mails of somebody else. */
    private Optional<String> changeOf(PostedSeries posted, String changeId) {
        return database.createNativeQuery("""
                        select t.key from series s join topic t on t.id = s.topic_id
                         where s.change_id = ?1 and lower(substring(s.submitter from '<([^>]*)>$')) = ?2 and t.key not like '%s%%'
                         order by s.id desc limit 1
                        """.formatted(NAMED), String.class)
                .setParameter(1, changeId)
                .setParameter(2, email(posted))
                .getResultStream()
                .findFirst()
                .map(String.class::cast);
    }

    private static String topicKey(PostedSeries posted) {
        return email(posted) + posted.changeId().map(id -> " change-id " + id).orElseGet(() -> " " + posted.title());
    }

    private static String email(PostedSeries posted) {
        return posted.submitter().email().toLowerCase(Locale.ROOT);
    }

    private static String digest(PostedSeries posted, Optional<String> tree) {
        MessageDigest digest = Sha256.fresh();
        digest.update((posted.version() + "\0" + tree.orElse("") + "\0").getBytes(StandardCharsets.UTF_8));
        for (PostedPatch patch : posted.patches()) {
            digest.update(patch.author().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(patch.message().getBytes(StandardCharsets.UTF_8));
            digest.update(patch.diff());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
