package org.beeyard.history.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.Rows;
import org.beeyard.history.outside.FarmDetail.BranchRow;
import org.beeyard.history.outside.FarmDetail.LostRow;
import org.beeyard.history.outside.FarmDetail.PullRow;
import org.beeyard.history.outside.FarmDetail.RepositoryRow;
import org.beeyard.history.outside.FarmDetail.SourceRow;
import org.beeyard.history.outside.FarmDetail.WaitingRow;
import org.beeyard.history.outside.SeriesPublications.PostingRow;
import org.beeyard.history.outside.SeriesPublications.PublicationRow;
import org.beeyard.retention.Disk;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** Reads what is heard from others and said to them, and how the farm keeps house. */
@ApplicationScoped
public class Outside {

    private static final int TROUBLE = 50;

    /** Of each source and repository. */
    private static final int UNTESTED = 20;

    private static final String PUBLICATION = """
            select p.id, p.destination, p.source, p.object, w.position, p.context, p.state, p.description, p.status, p.tries, p.not_before,
                   p.sent_at, p.error, p.series_id, s.title
              from publication p join series s on s.id = p.series_id
              left join patchwork_patch w on p.destination = 'patchwork' and w.source = p.source and w.id = case when p.object ~ '^[0-9]{1,18}$' then p.object::bigint end
            """;

    private final EntityManager database;
    private final Disk disk;
    private final Mirrored mirrored;

    Outside(EntityManager database, Disk disk, Mirrored mirrored) {
        this.disk = disk;
        this.database = database;
        this.mirrored = mirrored;
    }

    @Transactional
    public SeriesPublications ofSeries(long series) {
        return new SeriesPublications(postings(series), mirrored.ofSeries(series), publications(series));
    }

    @Transactional
    public FarmDetail farm() {
        Cut<PublicationRow> trouble = trouble();
        return new FarmDetail(
                sources(), repositories(), mirrored.all(), trouble.rows(), trouble.more(), keeping(), disk.room());
    }

    private List<FarmDetail.KeepingRow> keeping() {
        return Rows.of(database, """
                        select work, began_at, case when ended_at >= began_at then ended_at end, removed, freed, all_removed, all_freed, error, failing_since
                          from retention order by work
                        """)
                .map(r -> new FarmDetail.KeepingRow(
                        (String) r[0],
                        (Instant) r[1],
                        (Instant) r[2],
                        Rows.number(r[3]),
                        Rows.number(r[4]),
                        Rows.number(r[5]),
                        Rows.number(r[6]),
                        (String) r[7],
                        (Instant) r[8]))
                .toList();
    }

    private List<PublicationRow> publications(long series) {
        return rows(
                PUBLICATION + " where p.series_id = ?1 order by p.destination, p.source, w.position, p.id limit 1000",
                series);
    }

    /** Those that need a person, or keep failing. */
    private Cut<PublicationRow> trouble() {
        return Cut.to(
                TROUBLE,
                rows(
                        PUBLICATION
                                + " where p.status = 'DEAD' or (p.status = 'WAITING' and p.tries > 0) order by p.id desc limit ?1",
                        TROUBLE + 1));
    }

    private List<PublicationRow> rows(String sql, Object... parameters) {
        return Rows.of(database, sql, parameters).map(Outside::publication).toList();
    }

    private static PublicationRow publication(Object[] r) {
        return new PublicationRow(
                ((Number) r[0]).longValue(),
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (Integer) r[4],
                (String) r[5],
                (String) r[6],
                (String) r[7],
                (String) r[8],
                ((Number) r[9]).intValue(),
                (Instant) r[10],
                (Instant) r[11],
                (String) r[12],
                ((Number) r[13]).longValue(),
                (String) r[14]);
    }

    private List<PostingRow> postings(long series) {
        return Rows.of(database, """
                        select source, id, web_url from patchwork_series where series_id = ?1
                        union all select v.repository || coalesce('#' || v.number, ' ' || v.branch), coalesce(v.number, 0),
                                         coalesce(p.web_url, r.web_url || '/tree/' || v.branch)
                          from github_version v join github_repository r on r.name = v.repository
                          left join github_pull p on p.repository = v.repository and p.number = v.number
                         where v.series_id = ?1
                        order by 1, 2
                        """, series)
                .map(r -> new PostingRow((String) r[0], ((Number) r[1]).longValue(), web((String) r[2])))
                .toList();
    }

    private List<SourceRow> sources() {
        return Rows.of(database, """
                        select s.name, s.asked_at, s.succeeded_at, s.scanned_at, s.requests, s.error, s.failing_since,
                               (select max(newest) at time zone 'UTC' from patchwork_feed f where f.source = s.name)
                          from patchwork_source s order by s.name
                        """)
                .map(r -> source(r, waiting((String) r[0]), lost((String) r[0])))
                .toList();
    }

    private static SourceRow source(Object[] r, Cut<WaitingRow> waiting, Cut<LostRow> lost) {
        return new SourceRow(
                (String) r[0],
                (Instant) r[1],
                (Instant) r[2],
                (Instant) r[3],
                ((Number) r[4]).intValue(),
                (String) r[5],
                (Instant) r[6],
                (Instant) r[7],
                waiting.rows(),
                waiting.more(),
                lost.rows(),
                lost.more());
    }

    private Cut<WaitingRow> waiting(String source) {
        List<WaitingRow> newest = Rows.of(database, """
                        select id, state, name, web_url, reason, tries from patchwork_series
                         where source = ?1 and state in ('WANTED', 'INCOMPLETE') order by id desc limit ?2
                        """, source, UNTESTED + 1)
                .map(r -> new WaitingRow(
                        ((Number) r[0]).longValue(),
                        (String) r[1],
                        (String) r[2],
                        web((String) r[3]),
                        (String) r[4],
                        ((Number) r[5]).intValue()))
                .toList();
        return Cut.to(UNTESTED, newest);
    }

    private Cut<LostRow> lost(String source) {
        List<LostRow> last = Rows.of(database, """
                        select id, name, web_url, reason, coalesce(settled_at, due_at) from patchwork_series
                         where source = ?1 and state = 'LOST' order by settled_at desc, id desc limit ?2
                        """, source, UNTESTED + 1)
                .map(r -> new LostRow(
                        ((Number) r[0]).longValue(), (String) r[1], web((String) r[2]), (String) r[3], (Instant) r[4]))
                .toList();
        return Cut.to(UNTESTED, last);
    }

    private List<RepositoryRow> repositories() {
        return Rows.of(database, """
                        select r.name, r.web_url, r.asked_at, r.succeeded_at, r.requests, r.error, r.failing_since, r.remark,
                               (select max(d.received_at) from webhook_delivery d where d.repository = r.name)
                          from github_repository r order by r.name
                        """)
                .map(r -> repository(r, pulls((String) r[0]), ignored((String) r[0])))
                .toList();
    }

    private static RepositoryRow repository(Object[] r, Cut<PullRow> waiting, Cut<BranchRow> ignored) {
        return new RepositoryRow(
                (String) r[0],
                web((String) r[1]),
                (Instant) r[2],
                (Instant) r[3],
                ((Number) r[4]).intValue(),
                (String) r[5],
                (Instant) r[6],
                (String) r[7],
                (Instant) r[8],
                waiting.rows(),
                waiting.more(),
                ignored.rows(),
                ignored.more());
    }

    private Cut<PullRow> pulls(String repository) {
        List<PullRow> newest = Rows.of(database, """
                        select p.number, p.title, p.author, p.web_url, p.reason, p.series_id
                          from github_pull p left join series s on s.id = p.series_id
                         where p.repository = ?1 and p.open and (p.state = 'IGNORED' or s.state = 'RECEIVED') order by p.number desc limit ?2
                        """, repository, UNTESTED + 1)
                .map(r -> new PullRow(
                        ((Number) r[0]).intValue(),
                        (String) r[1],
                        (String) r[2],
                        web((String) r[3]),
                        (String) r[4],
                        Rows.optional(r[5])))
                .toList();
        return Cut.to(UNTESTED, newest);
    }

    private Cut<BranchRow> ignored(String repository) {
        List<BranchRow> first = Rows.of(database, """
                        select b.name, r.web_url || '/tree/' || b.name, b.reason
                          from github_branch b join github_repository r on r.name = b.repository
                         where b.repository = ?1 and b.open and b.state = 'IGNORED' order by b.name limit ?2
                        """, repository, UNTESTED + 1)
                .map(r -> new BranchRow((String) r[0], web((String) r[1]), (String) r[2]))
                .toList();
        return Cut.to(UNTESTED, first);
    }

    /** A server may say anything; a link is only made of what leads to the web. */
    private static @Nullable String web(@Nullable String url) {
        return url != null && url.matches("https?://.*") ? url : null;
    }
}
