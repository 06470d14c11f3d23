package org.beeyard.history.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.Rows;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** Reads how series are shown as pull requests on GitHub. */
@ApplicationScoped
public class Mirrored {

    private static final int TROUBLE = 20;

    private static final String PULL = """
            select m.tree, m.repository, r.web_url, m.branch, m.number, m.web_url, m.open, m.reason, coalesce(m.error, r.error), m.tries, m.due_at,
                   x.id, x.version, s.id, s.title
              from mirror_pull m join mirror r on r.tree = m.tree and r.repository = m.repository
              left join series x on x.id = m.series_id
              join lateral (select n.id, n.title from series n where n.topic_id = m.topic_id order by n.id desc limit 1) s on true
            """;

    private final EntityManager database;

    Mirrored(EntityManager database) {
        this.database = database;
    }

    /**
     * @param number of the pull request, when there has been one
     * @param reason why it is not open, a sentence
     * @param error what was in the way last
     * @param dueAt when it is looked at again
     * @param shown the series whose patches are there, and its version
     * @param series the newest version of the change
     */
    public record PullRow(
            String tree,
            String repository,
            String repositoryUrl,
            String branch,
            @Nullable Integer number,
            @Nullable String url,
            boolean open,
            @Nullable String reason,
            @Nullable String error,
            int tries,
            @Nullable Instant dueAt,
            @Nullable Long shown,
            @Nullable Integer shownVersion,
            long series,
            String title) {}

    /**
     * @param base the commit of the tree's copy
     * @param seenAt when it was seen there last
     * @param trouble changes that cannot be shown as they are to be, the newest first
     * @param moreTrouble that is not among these
     */
    public record MirrorRow(
            String tree,
            String repository,
            String url,
            @Nullable String base,
            @Nullable Instant seenAt,
            @Nullable Instant succeededAt,
            @Nullable String error,
            @Nullable Instant failingSince,
            List<PullRow> trouble,
            boolean moreTrouble) {}

    /** Of the change of which a series is a version. */
    @Transactional
    public List<PullRow> ofSeries(long series) {
        return Rows.of(
                        database,
                        PULL
                                + " where m.topic_id = (select topic_id from series where id = ?1) and r.active order by m.id",
                        series)
                .map(Mirrored::pull)
                .toList();
    }

    @Transactional
    public List<MirrorRow> all() {
        return Rows.of(
                        database,
                        "select tree, repository, web_url, base, seen_at, succeeded_at, error, failing_since from mirror where active order by tree, repository")
                .map(r -> mirror(r, trouble((String) r[0], (String) r[1])))
                .toList();
    }

    private static MirrorRow mirror(Object[] r, Cut<PullRow> trouble) {
        return new MirrorRow(
                (String) r[0],
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (Instant) r[4],
                (Instant) r[5],
                (String) r[6],
                (Instant) r[7],
                trouble.rows(),
                trouble.more());
    }

    private Cut<PullRow> trouble(String tree, String repository) {
        List<PullRow> newest = Rows.of(
                        database,
                        PULL
                                + " where m.tree = ?1 and m.repository = ?2 and m.error is not null order by m.id desc limit ?3",
                        tree,
                        repository,
                        TROUBLE + 1)
                .map(Mirrored::pull)
                .toList();
        return Cut.to(TROUBLE, newest);
    }

    private static PullRow pull(Object[] r) {
        String url = (String) r[5];
        return new PullRow(
                (String) r[0],
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (Integer) r[4],
                url != null && url.matches("https?://.*") ? url : null,
                (Boolean) r[6],
                (String) r[7],
                (String) r[8],
                ((Number) r[9]).intValue(),
                (Instant) r[10],
                Rows.optional(r[11]),
                (Integer) r[12],
                ((Number) r[13]).longValue(),
                (String) r[14]);
    }
}
