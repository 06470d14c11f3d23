package org.beeyard.mirror;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.github.Said;
import org.beeyard.lease.Leases;
import org.beeyard.mirror.Ledger.Row;
import org.beeyard.mirror.Mirrors.Mirror;
import org.beeyard.mirror.Step.Standing;
import org.beeyard.series.SeriesChanged;
import org.beeyard.sql.Sql;
import org.beeyard.tree.CommitId;
import org.jspecify.annotations.Nullable;

/** Remembers what was asked of GitHub and what it answered, each at once. Only who has the lease writes. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class Notes {

    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int DOUBLINGS = 8; // up to an hour

    private final EntityManager database;
    private final Leases leases;
    private final Event<SeriesChanged> changed;
    private final Clock clock;

    Notes(EntityManager database, Leases leases, Event<SeriesChanged> changed, Clock clock) {
        this.database = database;
        this.leases = leases;
        this.changed = changed;
        this.clock = clock;
    }

    /** Before a push. From now on the branch may be where it was seen, or where it is to be, and nobody knows with what. */
    void pushing(Row row, Optional<CommitId> from, CommitId to) {
        write(
                "update mirror_pull set head = cast(?2 as text), intended = ?3, content = null where id = ?1",
                row.id(),
                hex(from),
                to.hex());
    }

    void pushed(Row row, Wanted.Shown what) {
        write(
                "update mirror_pull set head = ?2, intended = null, content = ?3, conflicted = false where id = ?1",
                row.id(),
                what.head().hex(),
                what.version().content());
    }

    void deleted(Row row) {
        write(
                "update mirror_pull set head = null, intended = null, content = null, series_id = null where id = ?1",
                row.id());
    }

    void opened(Row row, Said.Pull pull) {
        leases.confirm(Leases.TREES);
        opened(row.id(), pull);
    }

    void abandoned(Row row, int number) {
        write("update mirror_pull set abandoned = ?2, number = null where id = ?1", row.id(), number);
    }

    void remarked(Row row, Comment comment) {
        write("update mirror_pull set remark = ?2 where id = ?1", row.id(), comment.name());
    }

    /** @param late for how long yet it may be carried out what GitHub was asked for; empty when it is known what became of it */
    void doubtful(Row row, Optional<Duration> late) {
        write(
                "update mirror_pull set doubtful_until = cast(?2 as timestamptz) where id = ?1",
                row.id(),
                late.map(clock.instant()::plus).orElse(null));
    }

    /** Nothing is left to be done, as far as the row was not changed meanwhile. */
    void rested(Row row, Wanted wanted, Optional<Said.Pull> pull, Step.Rest rest) {
        leases.confirm(Leases.TREES);
        Object[] before = (Object[]) Sql.query(
                        database,
                        "select revision, series_id, number from mirror_pull where id = ?1 for update",
                        row.id())
                .getSingleResult();
        pull.ifPresent(there -> opened(row.id(), there));
        switch (rest.standing()) {
            case Standing.Open _ ->
                Sql.query(
                                database,
                                "update mirror_pull set open = true, closed_at = null, reason = null where id = ?1",
                                row.id())
                        .executeUpdate();
            case Standing.NotOpen(String why) ->
                Sql.query(
                                database,
                                "update mirror_pull set open = false, closed_at = coalesce(closed_at, ?3), reason = ?2 where id = ?1",
                                row.id(),
                                why,
                                clock.instant())
                        .executeUpdate();
            case Standing.Unchanged _ -> {}
        }
        switch (wanted) {
            case Wanted.Shown(Version version, CommitId _, CommitId _) -> shows(row, version, before, pull);
            case Wanted.InConflict _ ->
                Sql.query(database, "update mirror_pull set conflicted = head is not null where id = ?1", row.id())
                        .executeUpdate();
            case Wanted.Over _, Wanted.Undecided _ -> {}
        }
        boolean same = ((Number) before[0]).intValue() == row.revision();
        Sql.query(
                        database,
                        "update mirror_pull set due_at = cast(?2 as timestamptz), tries = 0, error = null where id = ?1",
                        row.id(),
                        same ? rest.until().orElse(null) : clock.instant())
                .executeUpdate();
    }

    /** From now on the version's checks belong to the branch's commit. */
    private void shows(Row row, Version version, Object[] before, Optional<Said.Pull> pull) {
        boolean news = before[1] == null
                || ((Number) before[1]).longValue() != version.series()
                || !Optional.ofNullable((Integer) before[2]).equals(pull.map(Said.Pull::number));
        Sql.query(database, "update mirror_pull set series_id = ?2 where id = ?1", row.id(), version.series())
                .executeUpdate();
        if (news) {
            changed.fire(new SeriesChanged(version.series()));
        }
    }

    private void opened(long row, Said.Pull pull) {
        Sql.query(
                        database,
                        "update mirror_pull set number = ?2, web_url = ?3 where id = ?1",
                        row,
                        pull.number(),
                        pull.url())
                .executeUpdate();
    }

    /** Later each time; what changes meanwhile is looked at at once. */
    void putOff(Row row, String why) {
        write("""
                update mirror_pull set tries = tries + 1, error = ?2, due_at = cast(?3 as timestamptz) + make_interval(secs => ?4 * power(2, least(tries, ?5)))
                 where id = ?1 and revision = ?6
                """, row.id(), clean(why), clock.instant(), (double) PAUSE.toSeconds(), DOUBLINGS, row.revision());
    }

    /** Where a tree's copy is. */
    void base(Mirror mirror, CommitId at) {
        write(
                "update mirror set base = ?3, seen_at = ?4 where tree = ?1 and repository = ?2",
                mirror.tree(),
                mirror.repository(),
                at.hex(),
                clock.instant());
    }

    /** @param error a sentence; none when all went well */
    void ended(Mirror mirror, @Nullable String error) {
        write("""
                update mirror set error = cast(?3 as text), succeeded_at = case when cast(?3 as text) is null then ?4 else succeeded_at end,
                       failing_since = case when cast(?3 as text) is null then null else coalesce(failing_since, ?4) end
                 where tree = ?1 and repository = ?2
                """, mirror.tree(), mirror.repository(), error == null ? null : clean(error), clock.instant());
    }

    void baseDue(Mirror mirror, Instant at) {
        write(
                "update mirror set due_at = ?3 where tree = ?1 and repository = ?2",
                mirror.tree(),
                mirror.repository(),
                at);
    }

    private void write(String text, @Nullable Object... parameters) {
        leases.confirm(Leases.TREES);
        Sql.query(database, text, parameters).executeUpdate();
    }

    private static @Nullable String hex(Optional<CommitId> commit) {
        return commit.map(CommitId::hex).orElse(null);
    }

    private static String clean(String text) {
        return text.replace("\0", "");
    }
}
