package org.beeyard.history.test;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import org.beeyard.history.Rows;
import org.jspecify.annotations.Nullable;

/** Since when tests are counted by day. Runs that a farm judged before it had these counts are not in them. */
@ApplicationScoped
public class Counted {

    /** The migration that brought {@code test_daily}. */
    private static final String BROUGHT = "15";

    private final EntityManager database;

    Counted(EntityManager database) {
        this.database = database;
    }

    /** The day, when it is after the given one; nothing when all runs since then are counted, as in a farm that always had counts. */
    @Transactional
    public @Nullable LocalDate since(LocalDate from) {
        return Rows.of(database, """
                        select cast(f.installed_on as date) from flyway_schema_history f
                         where f.version = ?1 and cast(f.installed_on as date) > ?2
                           and f.installed_on > (select r.created_at from run r order by r.id limit 1)
                        """, BROUGHT, from)
                .findFirst()
                .map(r -> (LocalDate) r[0])
                .orElse(null);
    }
}
