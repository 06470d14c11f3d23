package org.beeyard.series.patchwork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.patchwork.Relevance.Delegate;
import org.beeyard.series.patchwork.Relevance.PatchState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server's series and patches, and what is still to be asked. Everything here is in the caller's
 * transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Ledger {

    /** What became of a series that the server told of. */
    enum Fate {
        /** To be fetched. */
        WANTED,
        /** Not all of it has come to the server. */
        INCOMPLETE,
        /** Nobody wants it tested, as things stand. */
        IRRELEVANT,
        /** It can never be tested. */
        UNFIT,
        TAKEN
    }

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 7; // up to an hour

    private final EntityManager database;
    private final SeriesIntake intake;
    private final Event<SeriesChanged> changed;
    private final Clock clock;

    Ledger(EntityManager database, SeriesIntake intake, Event<SeriesChanged> changed, Clock clock) {
        this.database = database;
        this.intake = intake;
        this.changed = changed;
        this.clock = clock;
    }

    /** @param table one of those that have {@code due_at} and {@code tries} */
    List<Long> due(String source, Due what, int most) {
        return sql(what.query + " and due_at <= ?2 order by due_at, id limit " + most, source, clock.instant())
                .getResultList()
                .stream()
                .map(id -> ((Number) id).longValue())
                .toList();
    }

    /** What waits for a request to the server. */
    enum Due {
        SERIES("patchwork_series", "select id from patchwork_series where source = ?1 and state = 'WANTED'"),
        PATCH("patchwork_patch", "select id from patchwork_patch where source = ?1 and patchwork_series_id is null"),
        COMMENT("patchwork_comment", "select id from patchwork_comment where source = ?1");

        private final String table;
        private final String query;

        Due(String table, String query) {
            this.table = table;
            this.query = query;
        }
    }

    /** It could not be asked for now: later, each time later. */
    void putOff(String source, Due what, long id, @Nullable String why) {
        int tries = ((Number) sql(
                                "update " + what.table
                                        + " set tries = tries + 1 where source = ?1 and id = ?2 returning tries",
                                source,
                                id)
                        .getSingleResult())
                .intValue();
        Instant due = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS)));
        sql("update " + what.table + " set due_at = ?3 where source = ?1 and id = ?2", source, id, due)
                .executeUpdate();
        if (what == Due.SERIES) {
            sql("update patchwork_series set reason = ?3 where source = ?1 and id = ?2", source, id, clean(why))
                    .executeUpdate();
        }
    }

    /** The server says that a series is complete, or somebody wants it looked at: fetched, unless it is here already. */
    void wanted(String source, long series) {
        sql("""
                insert into patchwork_series (source, id, state, due_at) values (?1, ?2, 'WANTED', ?3)
                on conflict (source, id) do update set state = 'WANTED', due_at = excluded.due_at, tries = 0
                 where patchwork_series.state <> 'TAKEN'
                """, source, series, clock.instant()).executeUpdate();
    }

    void settled(String source, long series, Fate fate, @Nullable String reason) {
        sql(
                        "update patchwork_series set state = ?3, reason = ?4, tries = 0 where source = ?1 and id = ?2",
                        source,
                        series,
                        fate.name(),
                        clean(reason))
                .executeUpdate();
    }

    void described(String source, Said.Series series) {
        sql(
                        "update patchwork_series set name = ?3, web_url = ?4 where source = ?1 and id = ?2",
                        source,
                        series.id(),
                        clean(series.name()),
                        clean(series.webUrl()))
                .executeUpdate();
    }

    /**
     * The series is in: from now on its checks can be shown at the patches. An upload of the same series may have had other
     * message ids, so that the posted ones say which patch is which.
     */
    void taken(String source, long series, long taken, List<PostedPatch> patches) {
        sql("update patchwork_series set series_id = ?3 where source = ?1 and id = ?2", source, series, taken)
                .executeUpdate();
        for (PostedPatch patch : patches) {
            sql(
                            "update patchwork_patch set position = ?4 where source = ?1 and patchwork_series_id = ?2 and message_id = ?3",
                            source,
                            series,
                            patch.messageId().orElse(""),
                            patch.position())
                    .executeUpdate();
        }
        settled(source, series, Fate.TAKEN, null);
        changed.fire(new SeriesChanged(taken));
    }

    /** Notes states and series of patches, which the server just listed. */
    void seen(String source, Collection<Said.Patch> patches) {
        for (Said.Patch patch : patches) {
            sql(
                            """
                    insert into patchwork_patch (source, id, patchwork_series_id, message_id, state, delegate, archived, due_at)
                    values (?1, ?2, cast(?3 as bigint), ?4, ?5, ?6, ?7, ?8)
                    on conflict (source, id) do update
                       set patchwork_series_id = coalesce(excluded.patchwork_series_id, patchwork_patch.patchwork_series_id),
                           message_id = excluded.message_id, state = excluded.state, delegate = excluded.delegate, archived = excluded.archived
                    """,
                            source,
                            patch.id(),
                            patch.seriesId().orElse(null),
                            messageId(patch.msgid()),
                            clean(patch.state()),
                            words(patch.delegate()),
                            patch.archived(),
                            clock.instant())
                    .executeUpdate();
        }
    }

    void forget(String source, Due what, long id) {
        sql("delete from " + what.table + " where source = ?1 and id = ?2", source, id)
                .executeUpdate();
    }

    /**
     * Somebody changed a patch. When it is not known and {@code matters}, its series is asked for.
     *
     * @param column what is changed, {@code state} or {@code delegate}
     */
    void changed(Server server, long patch, String column, String value, boolean matters) {
        List<?> known = sql(
                        "update patchwork_patch set " + column
                                + " = ?3 where source = ?1 and id = ?2 returning patchwork_series_id",
                        server.name(),
                        patch,
                        clean(value))
                .getResultList();
        if (known.isEmpty()) {
            if (matters) {
                sql(
                                "insert into patchwork_patch (source, id, state, due_at) values (?1, ?2, 'new', ?3)",
                                server.name(),
                                patch,
                                clock.instant())
                        .executeUpdate();
            }
        } else if (known.getFirst() != null) {
            review(server, ((Number) known.getFirst()).longValue());
        }
    }

    /** Compares what people want of a series with what the farm does with it. */
    void review(Server server, long series) {
        Optional<Object[]> row = known(server.name(), series);
        if (row.isEmpty()) {
            if (against(server, series).isEmpty()) {
                wanted(server.name(), series);
            }
            return;
        }
        Optional<String> against = against(server, series);
        switch (Fate.valueOf((String) row.get()[0])) {
            case IRRELEVANT, INCOMPLETE -> {
                if (against.isEmpty()) {
                    wanted(server.name(), series);
                }
            }
            case TAKEN -> {
                long taken = ((Number) row.get()[1]).longValue();
                against.ifPresentOrElse(
                        why -> intake.close(taken, "It" + why.substring(2) + " on " + server.name() + "."),
                        () -> intake.reopen(taken));
            }
            case WANTED, UNFIT -> {}
        }
    }

    Optional<String> against(Server server, long series) {
        List<PatchState> states = new ArrayList<>();
        for (Object row : sql(
                        "select state, delegate, archived from patchwork_patch where source = ?1 and patchwork_series_id = ?2 order by id",
                        server.name(),
                        series)
                .getResultList()) {
            Object[] patch = (Object[]) row;
            states.add(new PatchState(
                    (String) patch[0], patch[1] == null ? Delegate.NOBODY : new Delegate((String) patch[1]), (Boolean)
                            patch[2]));
        }
        return Relevance.against(states, server.config().delegate());
    }

    private Optional<Object[]> known(String source, long series) {
        return sql(
                        "select state, series_id from patchwork_series where source = ?1 and id = ?2 for update",
                        source,
                        series)
                .getResultStream()
                .findFirst()
                .map(row -> (Object[]) row);
    }

    /** A reply to one of our series, to be read when somebody is listened to. */
    void answered(String source, long event, String address, @Nullable String msgid) {
        sql("""
                insert into patchwork_comment (source, id, address, series_id, due_at)
                select ?1, ?2, ?3, max(found.id), ?5
                  from (select id from series where message_id = ?4 union all select series_id from patch where message_id = ?4) found
                having max(found.id) is not null
                on conflict do nothing
                """, source, event, clean(address), messageId(msgid == null ? "" : msgid), clock.instant())
                .executeUpdate();
    }

    /** @param address of the comment */
    record Answered(String address, long series) {}

    Answered answer(String source, long id) {
        Object[] row = (Object[])
                sql("select address, series_id from patchwork_comment where source = ?1 and id = ?2", source, id)
                        .getSingleResult();
        return new Answered((String) row[0], ((Number) row[1]).longValue());
    }

    private Query sql(String text, @Nullable Object... parameters) {
        Query query = database.createNativeQuery(text);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    static String messageId(String given) {
        return given.strip().replaceAll("^<|>$|\\x00", "");
    }

    private static @Nullable String words(Said.@Nullable User user) {
        return user == null ? null : clean(user.id() + " " + user.username());
    }

    static String words(Optional<Said.User> user) {
        return user.map(u -> u.id() + " " + u.username()).orElse("");
    }

    /** PostgreSQL takes no NUL. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace("\0", "");
    }
}
