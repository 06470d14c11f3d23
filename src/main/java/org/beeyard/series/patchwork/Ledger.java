package org.beeyard.series.patchwork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.beeyard.patchwork.PatchworkServers;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.series.patchwork.Relevance.Delegate;
import org.beeyard.series.patchwork.Relevance.PatchState;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server's series and patches. Everything here is in the caller's transaction.
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
        /** The server told of it and could not show it, or the farm could not deal with it. */
        LOST,
        TAKEN
    }

    private final EntityManager database;
    private final PatchworkServers servers;
    private final SeriesIntake intake;
    private final Event<SeriesChanged> changed;
    private final Clock clock;

    Ledger(
            EntityManager database,
            PatchworkServers servers,
            SeriesIntake intake,
            Event<SeriesChanged> changed,
            Clock clock) {
        this.database = database;
        this.servers = servers;
        this.intake = intake;
        this.changed = changed;
        this.clock = clock;
    }

    /** The server says that a series is complete, or somebody wants it looked at: fetched, unless it is here already. */
    void wanted(String source, long series) {
        Sql.query(database, """
                insert into patchwork_series (source, id, state, due_at) values (?1, ?2, 'WANTED', ?3)
                on conflict (source, id) do update set state = 'WANTED', due_at = excluded.due_at, tries = 0
                 where patchwork_series.state <> 'TAKEN'
                """, source, series, clock.instant()).executeUpdate();
    }

    void settled(String source, long series, Fate fate, @Nullable String reason) {
        Sql.query(
                        database,
                        "update patchwork_series set state = ?3, reason = ?4, tries = 0, settled_at = ?5 where source = ?1 and id = ?2",
                        source,
                        series,
                        fate.name(),
                        clean(reason),
                        clock.instant())
                .executeUpdate();
    }

    void described(String source, Said.Series series) {
        Sql.query(
                        database,
                        "update patchwork_series set name = ?3, web_url = ?4 where source = ?1 and id = ?2",
                        source,
                        series.id(),
                        clean(series.name()),
                        clean(series.webUrl()))
                .executeUpdate();
    }

    /**
     * The series is in: from now on its checks can be shown at the patches. The same series may have been uploaded, or posted, before
     * with other message ids, so that these say which patch is which and which replies are meant; and it is wanted again.
     */
    void taken(String source, long series, long taken, PostedSeries posted) {
        List<PostedPatch> patches = posted.patches();
        Sql.query(
                        database,
                        "update patchwork_series set series_id = ?3, message_id = cast(?4 as text) where source = ?1 and id = ?2",
                        source,
                        series,
                        taken,
                        posted.messageId().orElse(null))
                .executeUpdate();
        Sql.query(
                        database,
                        """
                        update patchwork_patch w set position = n.position
                          from unnest(cast(?3 as text[]), cast(?4 as int[])) as n (message_id, position)
                         where w.source = ?1 and w.patchwork_series_id = ?2 and w.message_id = n.message_id
                        """,
                        source,
                        series,
                        patches.stream().map(p -> p.messageId().orElse("")).toArray(String[]::new),
                        patches.stream().map(PostedPatch::position).toArray(Integer[]::new))
                .executeUpdate();
        settled(source, series, Fate.TAKEN, null);
        if (!intake.reopen(taken)) {
            changed.fire(new SeriesChanged(taken));
        }
    }

    /** As {@link #taken}, where nothing of its patches is here. */
    void refused(String source, long series, long taken, PostedSeries posted) {
        Sql.query(database, """
            update patchwork_patch w set position = n.position
              from (select id, row_number() over (order by id) as position from patchwork_patch where source = ?1 and patchwork_series_id = ?2) n
             where w.source = ?1 and w.id = n.id
            """, source, series).executeUpdate();
        taken(source, series, taken, posted);
    }

    /** Notes states and series of patches, which the server just listed. */
    void seen(String source, Collection<Said.Patch> patches) {
        // A page may name a patch twice, which one statement would not take.
        Collection<Said.Patch> each = patches.stream()
                .collect(Collectors.toMap(Said.Patch::id, patch -> patch, (one, other) -> other, LinkedHashMap::new))
                .values();
        Sql.query(
                        database,
                        """
                        insert into patchwork_patch (source, id, patchwork_series_id, message_id, state, delegate, archived, due_at)
                        select ?1, n.*, ?2
                          from unnest(cast(?3 as bigint[]), cast(?4 as bigint[]), cast(?5 as text[]), cast(?6 as text[]), cast(?7 as text[]), cast(?8 as boolean[])) as n
                        on conflict (source, id) do update
                           set patchwork_series_id = coalesce(excluded.patchwork_series_id, patchwork_patch.patchwork_series_id),
                               message_id = excluded.message_id, state = excluded.state, delegate = excluded.delegate, archived = excluded.archived
                        """,
                        source,
                        clock.instant(),
                        column(each, Said.Patch::id, Long[]::new),
                        column(each, patch -> patch.seriesId().orElse(null), Long[]::new),
                        column(each, patch -> messageId(patch.msgid()), String[]::new),
                        column(each, patch -> clean(patch.state()), String[]::new),
                        column(each, patch -> Delegate.of(patch.delegate()).words(), String[]::new),
                        column(each, Said.Patch::archived, Boolean[]::new))
                .executeUpdate();
    }

    private static <T> T[] column(
            Collection<Said.Patch> patches, Function<Said.Patch, @Nullable T> value, IntFunction<T[]> array) {
        return patches.stream().map(value).toArray(array);
    }

    /** A patch that belongs to no series. */
    void forgetPatch(String source, long id) {
        Sql.query(database, "delete from patchwork_patch where source = ?1 and id = ?2", source, id)
                .executeUpdate();
    }

    /**
     * Somebody changed a patch. When it is not known and {@code matters}, its series is asked for.
     *
     * @param column what is changed, {@code state} or {@code delegate}
     */
    void changed(Server server, long patch, String column, String value, boolean matters) {
        List<?> known = Sql.query(
                        database,
                        "update patchwork_patch set " + column
                                + " = ?3 where source = ?1 and id = ?2 returning patchwork_series_id",
                        server.name(),
                        patch,
                        clean(value))
                .getResultList();
        if (known.isEmpty()) {
            if (matters) {
                Sql.query(
                                database,
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
            case IRRELEVANT, INCOMPLETE, LOST -> {
                if (against.isEmpty()) {
                    wanted(server.name(), series);
                }
            }
            case TAKEN -> {
                long taken = ((Number) row.get()[1]).longValue();
                if (against.isEmpty() || isWantedElsewhere(taken, server, series)) {
                    intake.reopen(taken);
                } else {
                    intake.close(taken, "It " + against.get() + " on " + server.name() + ".");
                }
            }
            case WANTED, UNFIT -> {}
        }
    }

    /** Whether the same series was posted once more, and people want it tested there. */
    private boolean isWantedElsewhere(long taken, Server server, long series) {
        return Sql.rows(
                        database,
                        "select source, id from patchwork_series where series_id = ?1 and state = 'TAKEN' and (source, id) <> (?2, ?3)",
                        taken,
                        server.name(),
                        series)
                .stream()
                .anyMatch(other -> servers.named((String) other[0])
                        .map(there ->
                                against(there, ((Number) other[1]).longValue()).isEmpty())
                        .orElse(false));
    }

    Optional<String> against(Server server, long series) {
        List<PatchState> states = new ArrayList<>();
        for (Object row : Sql.query(
                        database,
                        "select state, delegate, archived from patchwork_patch where source = ?1 and patchwork_series_id = ?2 order by id",
                        server.name(),
                        series)
                .getResultList()) {
            Object[] patch = (Object[]) row;
            states.add(new PatchState((String) patch[0], new Delegate((String) patch[1]), (Boolean) patch[2]));
        }
        return Relevance.against(states, server.config().delegate());
    }

    private Optional<Object[]> known(String source, long series) {
        return Sql.query(
                        database,
                        "select state, series_id from patchwork_series where source = ?1 and id = ?2 for update",
                        source,
                        series)
                .getResultStream()
                .findFirst()
                .map(row -> (Object[]) row);
    }

    static String messageId(String given) {
        return given.strip().replaceAll("^<|>$|\\x00", "");
    }

    /** PostgreSQL takes no NUL. */
    static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace("\0", "");
    }
}
