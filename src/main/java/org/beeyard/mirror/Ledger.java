package org.beeyard.mirror;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.mirror.Mirrors.Mirror;
import org.beeyard.series.SeriesState;
import org.beeyard.sql.Sql;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.OwnBranch;
import org.jspecify.annotations.Nullable;

/** The changes that are mirrored, what is remembered of each, and how they stand. */
@ApplicationScoped
class Ledger {

    private static final int AT_ONCE = 10;

    /** How old a series may be that is mirrored although it was here before its tree's mirror. */
    private static final Duration LOOKED_BACK = Duration.ofDays(7);

    private final EntityManager database;
    private final Clock clock;

    Ledger(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param revision at which it was read */
    record Row(long id, long topic, int revision, Noted noted) {}

    /** What is configured now. Of a mirror that is new, the series that the farm has already come in, too. */
    @Transactional
    public void configured(List<Mirror> mirrors) {
        Sql.query(
                        database,
                        "update mirror set active = false where active and not (tree || ' ' || repository = any (cast(?1 as text[])))",
                        (Object) mirrors.stream()
                                .map(mirror -> mirror.tree() + " " + mirror.repository())
                                .toArray(String[]::new))
                .executeUpdate();
        for (Mirror mirror : mirrors) {
            boolean known = Sql.query(
                                    database,
                                    "update mirror set web_url = ?3, due_at = ?4 where tree = ?1 and repository = ?2 and active",
                                    mirror.tree(),
                                    mirror.repository(),
                                    mirror.web(),
                                    clock.instant())
                            .executeUpdate()
                    > 0;
            if (!known) {
                begin(mirror);
            }
        }
    }

    private void begin(Mirror mirror) {
        Sql.query(database, """
                        insert into mirror (tree, repository, web_url, active, due_at) values (?1, ?2, ?3, true, ?4)
                        on conflict (tree, repository) do update set web_url = excluded.web_url, active = true, due_at = excluded.due_at
                        """, mirror.tree(), mirror.repository(), mirror.web(), clock.instant())
                .executeUpdate();
        Sql.query(database, """
                        select s.id from series s join base b on b.id = s.base_id join tree t on t.id = b.tree_id
                         where t.name = ?1 and s.state = 'APPLIED' and s.received_at > ?2
                        """, mirror.tree(), clock.instant().minus(LOOKED_BACK))
                .getResultList()
                .forEach(series -> changed(((Number) series).longValue()));
    }

    /** Something about the series is not as it was: its change is looked at. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void changed(long series) {
        database.flush();
        Sql.query(database, """
                        with found as (
                             select s.topic_id, t.name as tree, m.repository,
                                    'series/' || (select min(p.id) from series x join patchwork_series p on p.series_id = x.id where x.topic_id = s.topic_id) as stem
                               from series s join base b on b.id = s.base_id join tree t on t.id = b.tree_id join mirror m on m.tree = t.name and m.active
                              where s.id = ?1 and s.state in ('APPLIED', 'CONFLICT') and exists (select 1 from patchwork_series p where p.series_id = s.id))
                        insert into mirror_pull (topic_id, tree, repository, branch, due_at)
                        select f.topic_id, f.tree, f.repository,
                               f.stem || case when exists (select 1 from mirror_pull q
                                                            where q.repository = f.repository and q.branch = f.stem || '=>' || f.tree and q.topic_id <> f.topic_id)
                                              then '-' || f.topic_id else '' end || '=>' || f.tree, ?2
                          from found f
                        on conflict do nothing
                        """, series, clock.instant()).executeUpdate();
        Sql.query(
                        database,
                        "update mirror_pull set due_at = ?2, revision = revision + 1, tries = 0 where topic_id = (select topic_id from series where id = ?1)",
                        series,
                        clock.instant())
                .executeUpdate();
    }

    /** Where the last step may still be done, although nobody will say so, is nothing to be seen yet. */
    @Transactional
    public List<Long> due(Mirror mirror) {
        return Sql.query(database, """
                        select id from mirror_pull
                         where tree = ?1 and repository = ?2 and due_at <= ?3 and (doubtful_until is null or doubtful_until <= ?3)
                         order by due_at, id limit %d
                        """.formatted(AT_ONCE), mirror.tree(), mirror.repository(), clock.instant())
                .getResultStream()
                .map(id -> ((Number) id).longValue())
                .toList();
    }

    @Transactional
    public Row row(long id) {
        Object[] r = (Object[]) Sql.query(database, """
                        select topic_id, revision, branch, head, intended, coalesce(content, ''), conflicted, number, abandoned, closed_at, coalesce(remark, '')
                          from mirror_pull where id = ?1
                        """, id).getSingleResult();
        return new Row(
                id,
                ((Number) r[0]).longValue(),
                (Integer) r[1],
                new Noted(
                        new OwnBranch((String) r[2]),
                        commit(r[3]),
                        commit(r[4]),
                        (String) r[5],
                        (Boolean) r[6],
                        Optional.ofNullable((Integer) r[7]),
                        Optional.ofNullable((Integer) r[8]),
                        Optional.ofNullable((Instant) r[9]),
                        (String) r[10]));
    }

    /** The newest version of a change that came from Patchwork. */
    @Transactional
    public Version version(long topic) {
        Object[] r = (Object[]) Sql.query(database, """
                        select s.id, s.version, s.state, s.title, s.submitter, coalesce(s.cover, ''), coalesce(s.problem, ''), t.name, b.commit_id, s.head_commit,
                               (select p.web_url from patchwork_series p where p.series_id = s.id order by p.id limit 1),
                               (select r.state from run r where r.series_id = s.id and r.kind = 'SERIES' order by r.id desc limit 1),
                               (select count(*) from patch p where p.series_id = s.id),
                               (select encode(sha256(string_agg(
                                           convert_to(p.author_name || chr(10) || p.author_email || chr(10) || p.message || chr(10), 'UTF8') || p.diff,
                                           decode('00', 'hex') order by p.position)), 'hex')
                                  from patch p where p.series_id = s.id)
                          from series s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id
                         where s.topic_id = ?1 and exists (select 1 from patchwork_series p where p.series_id = s.id)
                         order by s.version desc, s.id desc limit 1
                        """, topic).getSingleResult();
        String posting = Optional.ofNullable((String) r[10]).orElse("");
        return new Version(
                ((Number) r[0]).longValue(),
                (Integer) r[1],
                SeriesState.valueOf((String) r[2]),
                (String) r[3],
                (String) r[4],
                (String) r[5],
                ((Number) r[12]).intValue(),
                (String) r[6],
                Optional.ofNullable((String) r[7]),
                commit(r[8]),
                commit(r[9]),
                Optional.ofNullable((String) r[13]).orElse(""),
                passed((String) r[11]),
                posting.matches("https?://[^\\s()<>\\[\\]\"]+") ? posting : "");
    }

    private static Optional<Boolean> passed(@Nullable String run) {
        return switch (run) {
            case "PASSED", "WARNING" -> Optional.of(true);
            case "FAILED" -> Optional.of(false);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<CommitId> commit(@Nullable Object hex) {
        return Optional.ofNullable((String) hex).map(CommitId::new);
    }
}
