package org.beeyard.log;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.Attempts.AttemptEnded;
import org.jboss.logging.Logger;

/**
 * Logs with their index, which is brought up to date when one is asked for, and once when its attempt ends, so that whoever
 * looks first need not wait.
 */
@ApplicationScoped
public class IndexedLogs {

    private static final Logger LOG = Logger.getLogger(IndexedLogs.class);

    private final EntityManager database;
    private final Logs logs;

    IndexedLogs(EntityManager database, Logs logs) {
        this.database = database;
        this.logs = logs;
    }

    void ended(@ObservesAsync AttemptEnded event) {
        try {
            var _ = of(event.attempt());
        } catch (IOException e) {
            LOG.warnf(
                    e,
                    "The log of attempt %d could not be indexed; that is tried again when somebody looks",
                    event.attempt());
        }
    }

    /** Empty for an attempt that is not known. */
    public Optional<IndexedLog> of(long attempt) throws IOException {
        Optional<IndexedLog> stored = QuarkusTransaction.requiringNew().call(() -> stored(attempt));
        return stored.isPresent()
                        && stored.get().index().covered() < stored.get().size()
                ? Optional.of(caughtUp(stored.get()))
                : stored;
    }

    private IndexedLog caughtUp(IndexedLog log) throws IOException {
        LogScan scan = new LogScan(log.index(), log.marks());
        LineIndex index;
        long from = log.index().end();
        try (InputStream in = logs.open(log.attempt().id(), from, log.size() - from)) {
            index = scan.read(in, log.size());
        }
        List<Mark> marks = QuarkusTransaction.requiringNew().call(() -> {
            if (save(log.attempt().id(), log.index(), index)) {
                scan.found().forEach(mark -> save(log.attempt().id(), mark));
            }
            return marks(log.attempt().id());
        });
        return new IndexedLog(log.attempt(), log.size(), log.ended(), log.dropped(), index, upTo(marks, index), null);
    }

    /** Somebody else may have been faster, and have seen more. */
    private static List<Mark> upTo(List<Mark> marks, LineIndex index) {
        return marks.stream().filter(mark -> mark.line() <= index.last()).toList();
    }

    private Optional<IndexedLog> stored(long attempt) {
        List<?> rows = database.createNativeQuery("""
                        select a.id, a.number, a.state, j.id, j.name, j.run_id, case when a.log_gone_at is null then a.log_size else 0 end,
                               a.finished_at is not null, a.log_dropped, i.covered, i.lines, i.line_end, i.places, a.log_gone_at, a.log_size, a.finished_at
                          from attempt a join job j on j.id = a.job_id left join log_index i on i.attempt_id = a.id where a.id = ?1
                        """, Object[].class)
                .setParameter(1, attempt)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(r -> new IndexedLog(
                        new IndexedLog.Attempt(
                                number(r[0]),
                                (int) number(r[1]),
                                (String) r[2],
                                number(r[3]),
                                (String) r[4],
                                number(r[5])),
                        number(r[6]),
                        (Boolean) r[7],
                        number(r[8]),
                        r[9] == null
                                ? LineIndex.EMPTY
                                : new LineIndex(
                                        number(r[9]), number(r[10]), number(r[11]), LineIndex.places((byte[]) r[12])),
                        r[9] == null ? List.of() : marks(attempt),
                        Logs.gone((Instant) r[13], (Number) r[14], (Instant) r[15])))
                .findFirst();
    }

    private List<Mark> marks(long attempt) {
        List<Mark> marks = new ArrayList<>();
        for (Object row : database.createNativeQuery(
                        "select line, start_offset, kind, text, at from log_mark where attempt_id = ?1 order by line",
                        Object[].class)
                .setParameter(1, attempt)
                .getResultList()) {
            Object[] r = (Object[]) row;
            marks.add(new Mark(
                    number(r[0]), number(r[1]), Mark.Kind.valueOf((String) r[2]), (String) r[3], (Instant) r[4]));
        }
        return marks;
    }

    /** False when the index is not any more what it was. */
    private boolean save(long attempt, LineIndex before, LineIndex index) {
        return database.createNativeQuery("""
                        insert into log_index as i (attempt_id, covered, lines, line_end, places) values (?1, ?2, ?3, ?4, ?5)
                        on conflict (attempt_id) do update set covered = excluded.covered, lines = excluded.lines,
                               line_end = excluded.line_end, places = excluded.places where i.covered = ?6
                        """)
                        .setParameter(1, attempt)
                        .setParameter(2, index.covered())
                        .setParameter(3, index.lines())
                        .setParameter(4, index.end())
                        .setParameter(5, index.placesAsBytes())
                        .setParameter(6, before.covered())
                        .executeUpdate()
                == 1;
    }

    private void save(long attempt, Mark mark) {
        database.createNativeQuery("""
                        insert into log_mark (attempt_id, line, start_offset, kind, text, at) values (?1, ?2, ?3, ?4, ?5,
                               (select arrived_at from log_segment where attempt_id = ?1 and start_offset <= ?3 order by start_offset desc limit 1))
                        on conflict do nothing
                        """)
                .setParameter(1, attempt)
                .setParameter(2, mark.line())
                .setParameter(3, mark.offset())
                .setParameter(4, mark.kind().name())
                .setParameter(5, mark.text())
                .executeUpdate();
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
