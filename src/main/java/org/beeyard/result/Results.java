package org.beeyard.result;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Test results into the database, by COPY. */
@ApplicationScoped
public class Results {

    /** How results of an attempt are labelled until its manifest names the accelerator. */
    private static final String UNKNOWN = "";

    private final EntityManager database;

    Results(EntityManager database) {
        this.database = database;
    }

    /** In the caller's transaction. Of two reports of one test the worse holds. */
    public void store(Attempt attempt, List<TestReport> reports) {
        if (reports.isEmpty()) {
            return;
        }
        String suite = attempt.job().suite().orElseThrow();
        int variant = variant(attempt, UNKNOWN);
        LocalDate day = LocalDate.ofInstant(attempt.createdAt(), ZoneOffset.UTC);
        database.unwrap(Session.class).doWork(connection -> {
            Map<String, TestReport> worst = new LinkedHashMap<>();
            for (TestReport report : reports) {
                worst.merge(report.fullName(), report, (a, b) -> b.outcome().compareTo(a.outcome()) > 0 ? b : a);
            }
            List<TestReport> rows = List.copyOf(worst.values());
            partition(connection, day);
            Map<String, Integer> tests = intern(connection, suite, rows);
            Map<String, Long> details = details(connection, rows);
            copy(connection, attempt.id(), variant, day, rows, tests, details);
        });
    }

    private static void partition(Connection connection, LocalDate day) throws SQLException {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        String name = "test_result_" + monday.toString().replace("-", "");
        try (Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("select to_regclass('" + name + "')")) {
            there.next();
            if (there.getString(1) != null) {
                return;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('test_result partitions'))");
            statement.execute("create table if not exists " + name + " partition of test_result for values from ('"
                    + monday + "') to ('" + monday.plusWeeks(1) + "')");
        }
    }

    private static Map<String, Integer> intern(Connection connection, String suite, List<TestReport> rows)
            throws SQLException {
        String[] tests = rows.stream().map(TestReport::test).toArray(String[]::new);
        String[] subtests =
                rows.stream().map(r -> r.subtest() == null ? "" : r.subtest()).toArray(String[]::new);
        Map<String, Integer> ids = lookUp(connection, suite, tests, subtests);
        if (ids.size() < rows.size()) {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into test (suite, test, subtest)
                    select ?, t, s from unnest(?::text[], ?::text[]) as n (t, s) order by t, s on conflict do nothing
                    """)) {
                insert.setString(1, suite);
                insert.setArray(2, connection.createArrayOf("text", tests));
                insert.setArray(3, connection.createArrayOf("text", subtests));
                insert.executeUpdate();
            }
            ids = lookUp(connection, suite, tests, subtests);
        }
        return ids;
    }

    private static Map<String, Integer> lookUp(Connection connection, String suite, String[] tests, String[] subtests)
            throws SQLException {
        Map<String, Integer> ids = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select t.test, t.subtest, t.id from unnest(?::text[], ?::text[]) as n (t, s)
                  join test t on t.suite = ? and t.test = n.t and t.subtest = n.s
                """)) {
            select.setArray(1, connection.createArrayOf("text", tests));
            select.setArray(2, connection.createArrayOf("text", subtests));
            select.setString(3, suite);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1) + "\0" + rows.getString(2), rows.getInt(3));
                }
            }
        }
        return ids;
    }

    private static Map<String, Long> details(Connection connection, List<TestReport> rows) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (TestReport row : rows) {
            String excerpt = row.excerpt();
            if (excerpt != null && !excerpt.isEmpty()) {
                texts.put(sha256(excerpt), excerpt);
            }
        }
        Map<String, Long> ids = new HashMap<>();
        if (texts.isEmpty()) {
            return ids;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into result_detail (sha256, text) select * from unnest(?::text[], ?::text[]) order by 1
                on conflict (sha256) do update set sha256 = excluded.sha256 returning sha256, id
                """)) {
            insert.setArray(1, connection.createArrayOf("text", texts.keySet().toArray()));
            insert.setArray(2, connection.createArrayOf("text", texts.values().toArray()));
            try (ResultSet made = insert.executeQuery()) {
                while (made.next()) {
                    ids.put(made.getString(1), made.getLong(2));
                }
            }
        }
        return ids;
    }

    private static void copy(
            Connection connection,
            long attempt,
            int variant,
            LocalDate day,
            List<TestReport> rows,
            Map<String, Integer> tests,
            Map<String, Long> details)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table arriving (test_id int, status smallint, duration_ms int, detail_id bigint) on commit drop");
        }
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(
                        new PGCopyOutputStream(
                                connection.unwrap(PGConnection.class), "copy arriving from stdin", 1 << 16),
                        StandardCharsets.UTF_8),
                1 << 16)) {
            for (TestReport row : rows) {
                Integer test = tests.get(row.test() + "\0" + (row.subtest() == null ? "" : row.subtest()));
                String excerpt = row.excerpt();
                Long detail = excerpt == null || excerpt.isEmpty() ? null : details.get(sha256(excerpt));
                out.write(test + "\t" + row.outcome().ordinal() + "\t" + row.millis() + "\t"
                        + (detail == null ? "\\N" : detail) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into test_result (day, attempt_id, test_id, variant_id, status, duration_ms, detail_id)
                select ?, ?, test_id, ?, status, duration_ms, detail_id from arriving
                on conflict (attempt_id, test_id, day) do update
                   set status = excluded.status, detail_id = coalesce(excluded.detail_id, test_result.detail_id)
                 where excluded.status > test_result.status
                """)) {
            insert.setObject(1, day);
            insert.setLong(2, attempt);
            insert.setInt(3, variant);
            insert.executeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table arriving");
        }
    }

    /** Gives the attempt's results the variant in which they really ran. */
    public void label(Attempt attempt, @Nullable String accelerator) {
        if (attempt.job().suite().isEmpty() || accelerator == null) {
            return;
        }
        database.createNativeQuery("update test_result set variant_id = ?1 where attempt_id = ?2")
                .setParameter(1, variant(attempt, accelerator))
                .setParameter(2, attempt.id())
                .executeUpdate();
    }

    private int variant(Attempt attempt, String accelerator) {
        database.createNativeQuery(
                        "insert into variant (arch, compiler, accelerator) values (?1, ?2, ?3) on conflict do nothing")
                .setParameter(1, attempt.job().arch())
                .setParameter(2, attempt.job().compiler())
                .setParameter(3, accelerator)
                .executeUpdate();
        return ((Number) database.createNativeQuery(
                                "select id from variant where arch = ?1 and compiler = ?2 and accelerator = ?3")
                        .setParameter(1, attempt.job().arch())
                        .setParameter(2, attempt.job().compiler())
                        .setParameter(3, accelerator)
                        .getSingleResult())
                .intValue();
    }

    /** How many tests, subtests not counted, the attempt has reported. */
    public int tests(long attempt) {
        return ((Number) database.createNativeQuery(
                                "select count(*) from test_result r join test t on t.id = r.test_id where r.attempt_id = ?1 and t.subtest = ''")
                        .setParameter(1, attempt)
                        .getSingleResult())
                .intValue();
    }

    /** The names of the attempt's broken tests, subtests not counted. */
    public List<String> broken(long attempt) {
        List<String> names = new ArrayList<>();
        for (Object name : database.createNativeQuery(
                        "select t.test from test_result r join test t on t.id = r.test_id where r.attempt_id = ?1 and t.subtest = '' and r.status >= ?2 order by t.test")
                .setParameter(1, attempt)
                .setParameter(2, Outcome.MISSING.ordinal())
                .getResultList()) {
            names.add((String) name);
        }
        return names;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }
}
