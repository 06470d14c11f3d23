package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.beeyard.Seed;
import org.beeyard.SeededFarm;
import org.beeyard.SeededPages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages are made from indexes: what a page reads does not grow with what the farm has stored. */
@QuarkusTest
@TestProfile(SeededFarm.class)
class PlansTest {

    private static final int RUNS = 1_500;

    private static final int TESTS = 30;

    /** Less of a week, on its first day, is read faster than its index. */
    private static final int WEEK = 10 * RUNS;

    /** That a farm never has many of. */
    private static final String SMALL = "'tree', 'base', 'variant'";

    @Inject
    AgroalDataSource database;

    private static boolean seeded;

    @BeforeEach
    void seed() throws SQLException {
        if (!seeded) {
            try (Connection connection = database.getConnection()) {
                new Seed(RUNS, TESTS).into(connection, done -> {});
            }
            seeded = true;
        }
    }

    @Test
    void no_page_reads_a_table_from_end_to_end() throws SQLException {
        String inOrder = "s.seq_tup_read";
        Map<String, Map<String, Long>> scans = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            for (String page : SeededPages.of(connection)) {
                Map<String, Long> before = read(inOrder);
                given().accept("text/html,*/*;q=0.5").get(page).then().statusCode(200);
                Map<String, Long> after = read(inOrder);
                before.forEach((table, rows) ->
                        after.computeIfPresent(table, (_, now) -> now - rows < RUNS / 2 ? null : now - rows));
                if (!after.isEmpty()) {
                    scans.put(page, after);
                }
            }
        }
        assertThat(scans).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECEIVED", "CONFLICT", "ERROR"})
    void series_of_a_rare_state_are_found_without_the_others(String state) throws SQLException {
        String anyhow = "s.seq_tup_read + s.idx_tup_fetch";
        long before = read(anyhow).get("series");
        given().accept("text/html").get("/series?verdict=" + state).then().statusCode(200);
        assertThat(read(anyhow).get("series") - before).isLessThan(RUNS / 2);
    }

    /** Rows that were read, as a sum of the server's counts, by table. A connection tells the server's statistics when it is asked to. */
    private Map<String, Long> read(String counts) throws SQLException {
        var metrics = database.getMetrics();
        var connections = new ArrayList<Connection>();
        try {
            for (long i = metrics.activeCount() + metrics.availableCount(); i > 1; i--) {
                connections.add(database.getConnection());
            }
            for (Connection connection : connections) {
                try (Statement sql = connection.createStatement()) {
                    sql.execute("select pg_stat_force_next_flush()");
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        Map<String, Long> read = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("""
                                select s.relname, %s from pg_stat_user_tables s join pg_class c on c.oid = s.relid
                                 where s.n_live_tup > case when c.relispartition then %d else %d end and s.relname not in (%s)
                                """.formatted(counts, WEEK, RUNS / 2, SMALL))) {
            while (rows.next()) {
                read.put(rows.getString(1), rows.getLong(2));
            }
        }
        return read;
    }
}
