package org.beeyard.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.Ending;

/** Attempts that have ended, in formats of others. */
@ApplicationScoped
public class AttemptExports {

    private final EntityManager database;
    private final StoredResults results;

    AttemptExports(EntityManager database, StoredResults results) {
        this.database = database;
        this.results = results;
    }

    /** The way of an attempt into one format. */
    public interface Text {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Empty when there is no such attempt. */
    public Optional<Text> junit(long attempt) throws NotEnded, NotKept {
        return ended(attempt).map(of -> out -> JunitXml.write(of, results.of(of.id(), of.createdAt()), out));
    }

    /** Empty when there is no such attempt. */
    public Optional<Text> ktap(long attempt) throws NotEnded, NotKept {
        return ended(attempt).map(of -> out -> Ktap.write(of, results.of(of.id(), of.createdAt()), out));
    }

    private Optional<EndedAttempt> ended(long attempt) throws NotEnded, NotKept {
        List<Object[]> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        select a.id, j.name, coalesce(j.suite, lower(j.kind)), j.arch, j.compiler, a.state, a.sentence, a.accelerator, a.host,
                               a.created_at, a.started_at, a.finished_at,
                               exists (select 1 from retention k where k.work = 'results' and cast(a.created_at at time zone 'UTC' as date) < k.gone_until)
                          from attempt a join job j on j.id = a.job_id where a.id = ?1
                        """, Object[].class)
                        .setParameter(1, attempt)
                        .getResultList());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] r = rows.getFirst();
        if (r[11] == null) {
            throw new NotEnded();
        }
        if ((Boolean) r[12]) {
            throw new NotKept();
        }
        return Optional.of(new EndedAttempt(
                ((Number) r[0]).longValue(),
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (String) r[4],
                Ending.valueOf((String) r[5]),
                (String) r[6],
                (String) r[7],
                (String) r[8],
                (Instant) r[9],
                (Instant) r[10],
                (Instant) r[11]));
    }

    /** Its results were thrown away; an empty file would look as if there had been none. */
    public static final class NotKept extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The attempt still runs, or waits; half of it would look like all. */
    public static final class NotEnded extends Exception {
        private static final long serialVersionUID = 1;
    }
}
