package org.beeyard.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.beeyard.protocol.Outcome;

/** Reads the results of attempts that have ended, some at a time: no transaction is open while a slow reader takes them. */
@ApplicationScoped
class StoredResults {

    /** Each may have an excerpt of 64 KiB. */
    private static final int AT_ONCE = 100;

    private final EntityManager database;

    StoredResults(EntityManager database) {
        this.database = database;
    }

    /** @param createdAt of the attempt: where its results are kept */
    Results of(long attempt, Instant createdAt) {
        LocalDate day = LocalDate.ofInstant(createdAt, ZoneOffset.UTC);
        List<Object[]> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        select r.test_id, r.status, r.duration_ms, t.subtest = '',
                               count(*) filter (where t.subtest <> '') over (partition by t.test)
                          from test_result r join test t on t.id = r.test_id
                         where r.attempt_id = ?1 and r.day = ?2 order by t.test, t.subtest
                        """, Object[].class)
                        .setParameter(1, attempt)
                        .setParameter(2, day)
                        .getResultList());
        Integer[] ids = new Integer[rows.size()];
        int[] subtests = new int[rows.size()];
        Map<Outcome, Integer> by = new EnumMap<>(Outcome.class);
        long millis = 0;
        for (int i = 0; i < ids.length; i++) {
            Object[] row = rows.get(i);
            ids[i] = number(row[0]);
            subtests[i] = number(row[4]);
            by.merge(outcome(row[1]), 1, Integer::sum);
            millis += (Boolean) row[3] ? Math.max(0, number(row[2])) : 0;
        }
        return new Listed(attempt, day, ids, subtests, new Results.Counts(by, names(attempt, day), millis));
    }

    private int names(long attempt, LocalDate day) {
        return number(QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select count(distinct t.test) from test_result r join test t on t.id = r.test_id where r.attempt_id = ?1 and r.day = ?2")
                        .setParameter(1, attempt)
                        .setParameter(2, day)
                        .getSingleResult()));
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static Outcome outcome(Object status) {
        return Outcome.of(number(status));
    }

    private final class Listed implements Results {

        private final long attempt;
        private final LocalDate day;
        private final Integer[] ids;
        private final int[] subtests;
        private final Counts counts;

        Listed(long attempt, LocalDate day, Integer[] ids, int[] subtests, Counts counts) {
            this.attempt = attempt;
            this.day = day;
            this.ids = ids;
            this.subtests = subtests;
            this.counts = counts;
        }

        @Override
        public Counts counts() {
            return counts;
        }

        @Override
        public void each(Sink sink) throws IOException {
            for (int from = 0; from < ids.length; from += AT_ONCE) {
                int at = from;
                for (Object[] row : some(from, Math.min(ids.length, from + AT_ONCE))) {
                    sink.take(new Row(
                            number(row[0]),
                            (String) row[1],
                            (String) row[2],
                            outcome(row[3]),
                            number(row[4]),
                            (String) row[5],
                            subtests[at++]));
                }
            }
        }

        private List<Object[]> some(int from, int to) {
            return QuarkusTransaction.requiringNew()
                    .call(() -> database.createNativeQuery("""
                            select t.id, t.test, t.subtest, r.status, r.duration_ms, d.text
                              from unnest(cast(?1 as int[])) with ordinality as n (id, place)
                              join test t on t.id = n.id
                              join test_result r on r.attempt_id = ?2 and r.test_id = n.id and r.day = ?3
                              left join result_detail d on d.id = r.detail_id
                             order by n.place
                            """, Object[].class)
                            .setParameter(1, java.util.Arrays.copyOfRange(ids, from, to))
                            .setParameter(2, attempt)
                            .setParameter(3, day)
                            .getResultList());
        }
    }
}
