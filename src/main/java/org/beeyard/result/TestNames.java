package org.beeyard.result;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.protocol.TestReport;

/**
 * The numbers under which the database knows tests. A number never changes, so those asked for lately are remembered here: a
 * suite's names come again with every attempt.
 */
@ApplicationScoped
class TestNames {

    private static final int REMEMBERED = 40_000;

    private record Name(String suite, String test, String subtest) {}

    private final Map<Name, Integer> lately = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The numbers of the reports' tests, in their order; names that are new get one. */
    int[] ids(Connection connection, String suite, List<TestReport> reports) throws SQLException {
        List<Name> names = new ArrayList<>(reports.size());
        for (TestReport report : reports) {
            String subtest = report.subtest();
            names.add(new Name(suite, report.test(), subtest == null ? "" : subtest));
        }
        Map<Name, Integer> known = remembered(names);
        List<Name> asked =
                names.stream().filter(name -> !known.containsKey(name)).toList();
        if (!asked.isEmpty()) {
            Map<Name, Integer> committed = lookUp(connection, suite, asked);
            remember(committed);
            known.putAll(committed);
            List<Name> fresh =
                    asked.stream().filter(name -> !known.containsKey(name)).toList();
            if (!fresh.isEmpty()) {
                add(connection, suite, fresh);
                known.putAll(lookUp(connection, suite, fresh)); // uncommitted yet: not remembered
            }
        }
        return names.stream().mapToInt(known::get).toArray();
    }

    private synchronized Map<Name, Integer> remembered(List<Name> names) {
        Map<Name, Integer> known = new LinkedHashMap<>();
        for (Name name : names) {
            Integer id = lately.get(name);
            if (id != null) {
                known.put(name, id);
            }
        }
        return known;
    }

    private synchronized void remember(Map<Name, Integer> known) {
        lately.putAll(known);
    }

    private static void add(Connection connection, String suite, List<Name> names) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into test (suite, test, subtest)
                select ?, t, s from unnest(?::text[], ?::text[]) as n (t, s) order by t, s on conflict do nothing
                """)) {
            insert.setString(1, suite);
            names(connection, insert, 2, names);
            insert.executeUpdate();
        }
    }

    private static void names(Connection connection, PreparedStatement statement, int at, List<Name> names)
            throws SQLException {
        statement.setArray(
                at,
                connection.createArrayOf("text", names.stream().map(Name::test).toArray()));
        statement.setArray(
                at + 1,
                connection.createArrayOf(
                        "text", names.stream().map(Name::subtest).toArray()));
    }

    private static Map<Name, Integer> lookUp(Connection connection, String suite, List<Name> names)
            throws SQLException {
        Map<Name, Integer> ids = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select t.test, t.subtest, t.id from unnest(?::text[], ?::text[]) as n (t, s)
                  join test t on t.suite = ? and t.test = n.t and t.subtest = n.s
                """)) {
            names(connection, select, 1, names);
            select.setString(3, suite);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.put(new Name(suite, rows.getString(1), rows.getString(2)), rows.getInt(3));
                }
            }
        }
        return ids;
    }
}
