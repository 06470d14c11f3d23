package org.beeyard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Every page of a farm that a {@link Seed} has filled, and the ways to ask for it that make different queries. */
public final class SeededPages {

    private SeededPages() {}

    public static List<String> of(Connection connection) throws SQLException {
        long run = id(connection, "select max(id) from run where kind = 'SERIES' and finished_at is not null");
        long before = id(
                connection,
                "select max(id) from run where kind = 'SERIES' and finished_at is not null and id < " + (run - 60));
        long underWay = id(connection, "select max(id) from run where finished_at is null");
        long other = id(connection, "select max(id) from run where kind = 'BASE'");
        long series = id(connection, "select series_id from run where id = " + run);
        long job = id(connection, "select max(id) from job where run_id = " + run);
        return List.of(
                "/",
                "/runs",
                "/series",
                "/series?q=verifier",
                "/series?q=part+77",
                "/series?author=Author+7",
                "/series?verdict=FAILED",
                "/series?verdict=ERROR",
                "/series?verdict=RECEIVED",
                "/series?verdict=SUPERSEDED",
                "/series?tree=seeded-1",
                "/series?before=" + (series - 500),
                "/series/" + series,
                "/series/atom",
                "/runs/" + run,
                "/runs/" + underWay,
                "/runs/" + run + "/tests",
                "/runs/" + run + "/tests?q=seeded_3",
                "/runs/" + run + "/tests?outcome=FAIL",
                "/runs/" + run + "/tests?rank=2&suite=test_progs&test=seeded_2&subtest=&job=x",
                "/runs/" + run + "/veristat",
                "/runs/" + run + "/veristat?what=GREW&q=program_1",
                "/veristat",
                "/veristat?tree=seeded-1&q=program_1",
                "/tests/veristat/seeded.bpf.o:program_1",
                "/compare?a=" + other + "&b=" + run,
                "/compare?a=" + before + "&b=" + run,
                "/compare?a=" + before + "&b=" + run + "&what=FIXED",
                "/jobs/" + job,
                "/tests/test_progs/seeded_1",
                "/tests/test_progs/seeded_1?days=90",
                "/flaky",
                "/flaky?tree=seeded-1&days=90",
                "/trees",
                "/trees/seeded-1",
                "/trees/seeded-1/atom",
                "/splats",
                "/splats/seeded-10",
                "/rules",
                "/rules/new?tests=seeded_1&kind=KNOWN_FAILURE",
                "/search?q=verifier",
                "/search?q=seeded_1",
                "/search?q=se",
                "/farm",
                "/audit",
                "/account");
    }

    private static long id(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
