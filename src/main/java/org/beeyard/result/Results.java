package org.beeyard.result;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.Sha256;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.FailingLines;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Test results into the database, a batch at a time. */
@ApplicationScoped
public class Results {

    /** How results of an attempt are labelled until its manifest names the accelerator. */
    private static final String UNKNOWN = "";

    /** For SQL: the outcomes in their order. */
    private static final String BEST_FIRST = Arrays.stream(Outcome.values())
            .map(outcome -> Integer.toString(outcome.code()))
            .collect(Collectors.joining(", ", "cast(array[", "] as smallint[])"));

    private final EntityManager database;
    private final TestNames tests;

    Results(EntityManager database, TestNames tests) {
        this.database = database;
        this.tests = tests;
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
            Partitions.ensure(connection, "test_result", day);
            int[] ids = tests.ids(connection, suite, rows);
            Map<String, Long> details = details(connection, rows);
            insert(connection, attempt.id(), variant, day, rows, ids, details);
            Efforts.insert(connection, attempt.id(), day, rows, ids);
        });
    }

    private static Map<String, Long> details(Connection connection, List<TestReport> rows) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (TestReport row : rows) {
            String excerpt = row.excerpt();
            if (excerpt != null && !excerpt.isEmpty()) {
                texts.put(Sha256.hex(excerpt), excerpt);
            }
        }
        Map<String, Long> ids = new HashMap<>();
        if (texts.isEmpty()) {
            return ids;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into result_detail (sha256, text, why) select * from unnest(?::text[], ?::text[], ?::text[]) order by 1
                on conflict (sha256) do update set sha256 = excluded.sha256 returning sha256, id
                """)) {
            insert.setArray(1, connection.createArrayOf("text", texts.keySet().toArray()));
            insert.setArray(2, connection.createArrayOf("text", texts.values().toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            texts.values().stream()
                                    .map(text -> FailingLines.of(text).orElse(null))
                                    .toArray()));
            try (ResultSet made = insert.executeQuery()) {
                while (made.next()) {
                    ids.put(made.getString(1), made.getLong(2));
                }
            }
        }
        return ids;
    }

    private static void insert(
            Connection connection,
            long attempt,
            int variant,
            LocalDate day,
            List<TestReport> rows,
            int[] ids,
            Map<String, Long> details)
            throws SQLException {
        short[] outcomes = new short[rows.size()];
        int[] millis = new int[rows.size()];
        @Nullable Long[] texts = new @Nullable Long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            TestReport row = rows.get(i);
            String excerpt = row.excerpt();
            outcomes[i] = (short) row.outcome().code();
            millis[i] = row.millis();
            texts[i] = excerpt == null || excerpt.isEmpty() ? null : details.get(Sha256.hex(excerpt));
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into test_result (day, attempt_id, test_id, variant_id, status, duration_ms, detail_id)
                select ?, ?, n.test, ?, n.status, n.millis, n.detail
                  from unnest(?::int[], ?::smallint[], ?::int[], ?::bigint[]) as n (test, status, millis, detail)
                on conflict (attempt_id, test_id, day) do update
                   set status = excluded.status, detail_id = coalesce(excluded.detail_id, test_result.detail_id)
                 where array_position(%1$s, excluded.status) > array_position(%1$s, test_result.status)
                """.formatted(BEST_FIRST))) {
            insert.setObject(1, day);
            insert.setLong(2, attempt);
            insert.setInt(3, variant);
            insert.setArray(4, connection.unwrap(PGConnection.class).createArrayOf("int4", ids));
            insert.setArray(5, connection.unwrap(PGConnection.class).createArrayOf("int2", outcomes));
            insert.setArray(6, connection.unwrap(PGConnection.class).createArrayOf("int4", millis));
            insert.setArray(7, connection.createArrayOf("int8", texts));
            insert.executeUpdate();
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

    /** Notes with the attempt how many tests, subtests not counted, it has reported, how they ended, and which they and their subtests were. */
    public void count(Attempt attempt) {
        database.createNativeQuery("""
                        update attempt a set done = c.tests, passed = c.passed, failed = c.failed, skipped = c.skipped, unfit = c.unfit, test_set = c.test_set
                          from (select count(*) filter (where t.subtest = '') as tests, count(*) filter (where t.subtest = '' and r.status = 0) as passed,
                                       count(*) filter (where t.subtest = '' and r.status >= 2) as failed, count(*) filter (where t.subtest = '' and r.status = 1) as skipped,
                                       count(*) filter (where t.subtest = '' and r.status = -1) as unfit,
                                       bit_xor(hashint8extended(r.test_id, 0)) as test_set
                                  from test_result r join test t on t.id = r.test_id where r.attempt_id = ?1 and r.day = ?2) c
                         where a.id = ?1
                        """)
                .setParameter(1, attempt.id())
                .setParameter(2, LocalDate.ofInstant(attempt.createdAt(), ZoneOffset.UTC))
                .executeUpdate();
    }

    /**
     * The names of the attempt's tests that a rerun is to confirm, subtests not counted: those that are broken, and those that do not fit the
     * kernel and have fitted an older one of the tree.
     */
    public List<String> doubtful(long attempt) {
        return database.createNativeQuery("""
                        select t.test
                          from attempt a join job j on j.id = a.job_id join run w on w.id = j.run_id left join base b on b.id = w.base_id
                          join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date)
                          join test t on t.id = r.test_id and t.subtest = ''
                         where a.id = ?1 and (r.status >= 2 or r.status = -1 and has_fitted(r.test_id, b.tree_id, r.variant_id))
                         order by t.test
                        """, String.class)
                .setParameter(1, attempt)
                .getResultList();
    }
}
