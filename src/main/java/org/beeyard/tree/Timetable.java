package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.beeyard.sql.Sql;

/** What is to be done at trees without a series, and when. A row for each, so that a time that was missed is still due, once. */
@ApplicationScoped
class Timetable {

    /** As often as a repository elsewhere is asked. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);

    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(5);
    private static final int AT_ONCE = 20;

    private final EntityManager database;
    private final TreesConfig config;
    private final Clock clock;

    Timetable(EntityManager database, TreesConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    enum Errand {
        /** Whether there is a new base, which is then run. */
        LOOK,
        /** Runs the newest base, be it once more. */
        AGAIN
    }

    /** @param base for which it was done last */
    record Due(String tree, Errand errand, String how, Instant at, Optional<Long> base) {}

    private record Entry(String tree, Errand errand, String how, Instant first) {}

    /** Times that stay the same in the configuration stay as they are. */
    void starting(@Observes StartupEvent event) {
        List<Entry> wanted = wanted(clock.instant());
        String[] trees = wanted.stream().map(Entry::tree).toArray(String[]::new);
        String[] errands = wanted.stream().map(entry -> entry.errand().name()).toArray(String[]::new);
        QuarkusTransaction.requiringNew().run(() -> {
            Sql.query(
                            database,
                            "delete from timetable where (tree, errand) not in (select * from unnest(?1, ?2))",
                            trees,
                            errands)
                    .executeUpdate();
            wanted.forEach(entry -> Sql.query(
                            database, """
                            insert into timetable as t (tree, errand, how, due_at) values (?1, ?2, ?3, ?4)
                            on conflict (tree, errand) do update set how = excluded.how, due_at = excluded.due_at where t.how <> excluded.how
                            """, entry.tree(), entry.errand().name(), entry.how(), entry.first())
                    .executeUpdate());
        });
    }

    private List<Entry> wanted(Instant now) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(config.all()).forEach((name, tree) -> {
            if (tree.runs() == TreesConfig.Runs.ON_BASE) {
                entries.add(new Entry(name, Errand.LOOK, "", now));
            }
            tree.schedule()
                    .ifPresent(how -> entries.add(
                            new Entry(name, Errand.AGAIN, how, Schedule.of(how).next(now))));
        });
        return entries;
    }

    /** What should have been done by now, the longest due first. */
    List<Due> due() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(
                        database,
                        "select tree, errand, how, due_at, base_id from timetable where due_at <= ?1 order by due_at limit ?2",
                        clock.instant(),
                        AT_ONCE))
                .stream()
                .map(r -> new Due(
                        (String) r[0],
                        Errand.valueOf((String) r[1]),
                        (String) r[2],
                        (Instant) r[3],
                        Optional.ofNullable((Long) r[4])))
                .toList();
    }

    /** In the caller's transaction. Returns whether it was still due: somebody else may have done it. */
    boolean done(Due due, long base) {
        Instant now = clock.instant();
        Instant next = switch (due.errand()) {
            case LOOK -> now.plus(LOOK_EVERY);
            case AGAIN -> Schedule.of(due.how()).next(now);
        };
        return move(due, next, "base_id = ?5, problem = null", base);
    }

    /** It is tried again after a while. */
    void failed(Due due, String problem) {
        QuarkusTransaction.requiringNew()
                .run(() -> move(due, clock.instant().plus(AFTER_TROUBLE), "problem = ?5", problem));
    }

    private boolean move(Due due, Instant next, String set, Object value) {
        return Sql.query(
                                database,
                                "update timetable set due_at = ?4, " + set
                                        + " where tree = ?1 and errand = ?2 and due_at = ?3",
                                due.tree(),
                                due.errand().name(),
                                due.at(),
                                next,
                                value)
                        .executeUpdate()
                == 1;
    }
}
