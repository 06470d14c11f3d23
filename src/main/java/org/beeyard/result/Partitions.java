package org.beeyard.result;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The weeks of tables that are partitioned by day. A partition is made when its first row comes, and is named after its Monday. */
final class Partitions {

    private Partitions() {}

    /** Makes the day's partition if there is none. */
    static void ensure(Connection connection, String table, LocalDate day) throws SQLException {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        String name = table + "_" + monday.toString().replace("-", "");
        try (Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("select to_regclass('" + name + "')")) {
            there.next();
            if (there.getString(1) != null) {
                return;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('" + table + " partitions'))");
            statement.execute("create table if not exists " + name + " partition of " + table + " for values from ('"
                    + monday + "') to ('" + monday.plusWeeks(1) + "')");
        }
    }
}
