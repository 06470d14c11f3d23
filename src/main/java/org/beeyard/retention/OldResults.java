package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.lease.Leases;

/**
 * Drops weeks of results, and of what the verifier did for programs. The rest of a week that is old in part stays until it is
 * old as a whole.
 */
@ApplicationScoped
class OldResults implements Work {

    static final String NAME = "results";

    private static final Pattern UNTIL = Pattern.compile("TO \\('(\\d{4}-\\d{2}-\\d{2})'\\)");

    private final EntityManager database;
    private final Leases leases;

    OldResults(EntityManager database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    /** @param until the first day that is not in it */
    private record Week(String table, LocalDate until, long bytes) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Done some(Bounds bounds) {
        return requiringNew().call(() -> {
            leases.confirm(Retention.LEASE);
            List<Week> old = weeks().stream()
                    .filter(week -> !week.until().isAfter(bounds.results()))
                    .toList();
            if (old.isEmpty()) {
                return Done.NOTHING;
            }
            drop(old.getFirst());
            return new Done(1, old.getFirst().bytes(), old.size() > 1);
        });
    }

    /** The table of all weeks is locked for it, so whoever reads is not made to wait behind us: then we try another time. */
    private void drop(Week week) {
        database.createNativeQuery("set local lock_timeout = '3s'").executeUpdate();
        database.createNativeQuery("drop table " + week.table()).executeUpdate();
        database.createNativeQuery("update retention set gone_until = greatest(gone_until, ?2) where work = ?1")
                .setParameter(1, NAME)
                .setParameter(2, week.until())
                .executeUpdate();
        // their texts may be nobody's now: all are looked at again
        database.createNativeQuery("update retention set place = 0 where work = ?1")
                .setParameter(1, UnusedDetails.NAME)
                .executeUpdate();
    }

    private List<Week> weeks() {
        List<?> rows = database.createNativeQuery("""
                        select cast(cast(c.oid as regclass) as text), pg_get_expr(c.relpartbound, c.oid), pg_total_relation_size(c.oid)
                          from pg_inherits i join pg_class c on c.oid = i.inhrelid
                         where i.inhparent in (cast('test_result' as regclass), cast('program_effort' as regclass), cast('program_change' as regclass))
                         order by 1
                        """, Object[].class).getResultList();
        return rows.stream()
                .map(row -> week((Object[]) row))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Week> week(Object[] row) {
        Matcher bound = UNTIL.matcher((String) row[1]);
        return bound.find()
                ? Optional.of(new Week((String) row[0], LocalDate.parse(bound.group(1)), ((Number) row[2]).longValue()))
                : Optional.empty();
    }
}
