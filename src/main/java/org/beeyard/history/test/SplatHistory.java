package org.beeyard.history.test;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.history.Rows;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** Reads which kernel complaints consoles have shown. */
@ApplicationScoped
public class SplatHistory {

    public static final int LIST = 50;

    private final EntityManager database;

    SplatHistory(EntityManager database) {
        this.database = database;
    }

    public record SplatRow(
            String fingerprint,
            String kind,
            String title,
            long seen,
            Instant firstAt,
            long firstAttempt,
            Instant lastAt,
            long lastAttempt) {}

    /**
     * @param text of the newest, nothing when it is no longer kept
     * @param seen where, the newest first
     * @param moreSeen before these
     */
    public record SplatDetail(SplatRow splat, @Nullable String text, List<Where> seen, boolean moreSeen) {}

    /** @param line of the attempt's log */
    public record Where(
            long id,
            long attempt,
            long line,
            long job,
            String jobName,
            long run,
            @Nullable String tree,
            @Nullable String commit,
            @Nullable Long series,
            @Nullable String title,
            Instant at) {}

    private static final String ROW =
            "select fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt from splat_kind";

    /**
     * Those seen last first; what one attempt has shown was seen at one instant.
     *
     * @param at when the last of the page before was seen, nothing for the first page
     * @param after its fingerprint
     */
    @Transactional
    public List<SplatRow> splats(@Nullable Instant at, String after) {
        return Rows.of(
                        database,
                        ROW
                                + " where last_at <= ?1 and (last_at < ?1 or fingerprint > ?2) order by last_at desc, fingerprint limit "
                                + LIST,
                        at == null ? Instant.parse("9999-01-01T00:00:00Z") : at,
                        after)
                .map(SplatHistory::row)
                .toList();
    }

    /** @param before only where it was seen before that {@link Where}, nothing for the first page */
    @Transactional
    public Optional<SplatDetail> splat(String fingerprint, @Nullable Long before) {
        return Rows.of(database, ROW + " where fingerprint = ?1", fingerprint)
                .findFirst()
                .map(r -> {
                    Cut<Where> seen = seen(fingerprint, before == null ? Long.MAX_VALUE : before);
                    return new SplatDetail(row(r), text(fingerprint), seen.rows(), seen.more());
                });
    }

    private @Nullable String text(String fingerprint) {
        return Rows.of(
                        database,
                        "select left(text, 65536), 0 from splat where fingerprint = ?1 order by id desc limit 1",
                        fingerprint)
                .findFirst()
                .map(r -> (String) r[0])
                .orElse(null);
    }

    private Cut<Where> seen(String fingerprint, long before) {
        List<Where> newest = Rows.of(database, """
                        select s.id, a.id, s.line, j.id, j.name, r.id, t.name, b.commit_id, e.id, e.title, a.created_at
                          from (select * from splat where fingerprint = ?1 and id < ?2 order by id desc limit ?3) s
                          join attempt a on a.id = s.attempt_id join job j on j.id = a.job_id join run r on r.id = j.run_id
                          left join base b on b.id = r.base_id left join tree t on t.id = b.tree_id left join series e on e.id = r.series_id
                         order by s.id desc
                        """, fingerprint, before, LIST + 1)
                .map(r -> new Where(
                        number(r[0]),
                        number(r[1]),
                        number(r[2]),
                        number(r[3]),
                        (String) r[4],
                        number(r[5]),
                        (String) r[6],
                        (String) r[7],
                        optional(r[8]),
                        (String) r[9],
                        (Instant) r[10]))
                .toList();
        return Cut.to(LIST, newest);
    }

    private static SplatRow row(Object[] r) {
        return new SplatRow(
                (String) r[0],
                (String) r[1],
                (String) r[2],
                number(r[3]),
                (Instant) r[4],
                number(r[5]),
                (Instant) r[6],
                number(r[7]));
    }
}
