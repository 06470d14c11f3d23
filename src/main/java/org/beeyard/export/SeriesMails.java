package org.beeyard.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Patches of series as mails, one at a time. */
@ApplicationScoped
public class SeriesMails {

    private final EntityManager database;

    SeriesMails(EntityManager database) {
        this.database = database;
    }

    /** How many patches the series has, 0 when there is no such series. */
    public int count(long series) {
        return ((Number) QuarkusTransaction.requiringNew()
                        .call(() -> database.createNativeQuery("select count(*) from patch where series_id = ?1")
                                .setParameter(1, series)
                                .getSingleResult()))
                .intValue();
    }

    /** @param position from 1 */
    public Optional<byte[]> patch(long series, int position) {
        List<Object[]> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        select message_id, author_name, author_email, authored_at, message, diff,
                               (select count(*) from patch x where x.series_id = p.series_id)
                          from patch p where series_id = ?1 and position = ?2
                        """, Object[].class)
                        .setParameter(1, series)
                        .setParameter(2, position)
                        .getResultList());
        return rows.stream()
                .findFirst()
                .map(r -> Mbox.of(new Mbox.Mail(
                        position,
                        ((Number) r[6]).intValue(),
                        (String) r[0],
                        (String) r[1],
                        (String) r[2],
                        OffsetDateTime.parse((String) r[3]),
                        (String) r[4],
                        (byte[]) r[5])));
    }

    /** @param patches the first so many */
    public void write(long series, int patches, OutputStream out) throws IOException {
        for (int position = 1; position <= patches; position++) {
            Optional<byte[]> patch = patch(series, position);
            if (patch.isPresent()) {
                out.write(patch.get());
            }
        }
    }
}
