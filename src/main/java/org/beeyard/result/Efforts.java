package org.beeyard.result;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/** What the verifier did for programs, into the database beside their results. */
final class Efforts {

    private Efforts() {}

    /** @param ids of the reports' tests, in their order */
    static void insert(Connection connection, long attempt, LocalDate day, List<TestReport> reports, int[] ids)
            throws SQLException {
        List<Integer> programs = new ArrayList<>();
        List<@Nullable Integer> states = new ArrayList<>();
        List<@Nullable Integer> instructions = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            Effort effort = reports.get(i).effort();
            if (effort != null) {
                programs.add(ids[i]);
                states.add(effort.states());
                instructions.add(effort.instructions());
            }
        }
        if (programs.isEmpty()) {
            return;
        }
        Partitions.ensure(connection, "program_effort", day);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into program_effort (day, attempt_id, test_id, states, instructions)
                select ?, ?, n.test, n.states, n.instructions from unnest(?::int[], ?::int[], ?::int[]) as n (test, states, instructions)
                on conflict do nothing
                """)) {
            insert.setObject(1, day);
            insert.setLong(2, attempt);
            insert.setArray(3, connection.createArrayOf("int4", programs.toArray()));
            insert.setArray(4, connection.createArrayOf("int4", states.toArray()));
            insert.setArray(5, connection.createArrayOf("int4", instructions.toArray()));
            insert.executeUpdate();
        }
    }
}
