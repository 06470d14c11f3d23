package org.beeyard.result;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.beeyard.protocol.Effort;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Changed programs into the database, once a run. */
@ApplicationScoped
class ProgramChanges {

    private final EntityManager database;

    ProgramChanges(EntityManager database) {
        this.database = database;
    }

    /**
     * In the caller's transaction.
     *
     * @param changes the worst first
     * @param now when the run is said to have finished
     */
    void keep(long run, List<ProgramChange> changes, Instant now) {
        if (changes.isEmpty()) {
            return;
        }
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        database.unwrap(Session.class).doWork(connection -> {
            Partitions.ensure(connection, "program_change", day);
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into program_change (day, run_id, place, job_id, test_id, what, base_states, states, base_instructions, instructions)
                    select ?, ?, n.place - 1, n.job, n.test, n.what, n.base_states, n.states, n.base_instructions, n.instructions
                      from unnest(?::bigint[], ?::int[], ?::text[], ?::int[], ?::int[], ?::int[], ?::int[])
                           with ordinality as n (job, test, what, base_states, states, base_instructions, instructions, place)
                    """)) {
                insert.setObject(1, day);
                insert.setLong(2, run);
                insert.setArray(3, connection.createArrayOf("int8", each(changes, ProgramChange::job)));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "int4", each(changes, change -> change.program().id())));
                insert.setArray(
                        5,
                        connection.createArrayOf(
                                "text", each(changes, change -> change.what().name())));
                insert.setArray(
                        6, connection.createArrayOf("int4", efforts(changes, ProgramChange::base, Effort::states)));
                insert.setArray(
                        7, connection.createArrayOf("int4", efforts(changes, ProgramChange::patched, Effort::states)));
                insert.setArray(
                        8,
                        connection.createArrayOf("int4", efforts(changes, ProgramChange::base, Effort::instructions)));
                insert.setArray(
                        9,
                        connection.createArrayOf(
                                "int4", efforts(changes, ProgramChange::patched, Effort::instructions)));
                insert.executeUpdate();
            }
        });
    }

    private static Object[] each(List<ProgramChange> changes, Function<ProgramChange, Object> what) {
        return changes.stream().map(what).toArray();
    }

    private static @Nullable Object[] efforts(
            List<ProgramChange> changes,
            Function<ProgramChange, Optional<Effort>> side,
            Function<Effort, @Nullable Integer> count) {
        @Nullable Object[] counts = new @Nullable Object[changes.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = side.apply(changes.get(i)).map(count::apply).orElse(null);
        }
        return counts;
    }
}
