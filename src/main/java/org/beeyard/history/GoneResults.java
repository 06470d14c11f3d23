package org.beeyard.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads from which day on single results are kept, and what the verifier did for programs. */
@ApplicationScoped
public class GoneResults {

    private final EntityManager database;

    GoneResults(EntityManager database) {
        this.database = database;
    }

    /** The first day whose results may still be there, when that is after the given instant; nothing when they are there. */
    @Transactional
    public @Nullable LocalDate until(Instant of) {
        return Rows.of(
                        database,
                        "select gone_until from retention where work = 'results' and gone_until > ?1",
                        LocalDate.ofInstant(of, ZoneOffset.UTC))
                .findFirst()
                .map(r -> (LocalDate) r[0])
                .orElse(null);
    }
}
