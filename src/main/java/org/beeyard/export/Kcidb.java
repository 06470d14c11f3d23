package org.beeyard.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Sha256;
import org.beeyard.tree.TreesConfig;
import org.jspecify.annotations.Nullable;

/** Reads a run as others that gather kernel test results want it. What has not ended is left out. */
@ApplicationScoped
public class Kcidb {

    private final EntityManager database;
    private final StoredResults results;
    private final SeriesMails mails;
    private final TreesConfig trees;

    Kcidb(EntityManager database, StoredResults results, SeriesMails mails, TreesConfig trees) {
        this.database = database;
        this.results = results;
        this.mails = mails;
        this.trees = trees;
    }

    /**
     * Empty when there is no such run, or it tells of no kernel.
     *
     * @param instance the farm's name
     * @param farm its address
     */
    public Optional<AttemptExports.Text> of(long run, String instance, String farm) {
        String origin = instance.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return QuarkusTransaction.requiringNew()
                .call(() -> rows("""
                        select r.id, t.name, coalesce(r.at_commit, b.commit_id), s.id, coalesce(r.patches, (select count(*) from patch p where p.series_id = s.id)), s.message_id,
                               s.title, s.version, case when r.at_commit is null then b.subject else '' end, r.created_at, r.finished_at
                          from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
                         where r.id = ?1
                        """, run).stream().findFirst().map(r -> checkout(origin, farm, r)))
                .map(this::hashed)
                .map(checkout ->
                        out -> KcidbJson.write(checkout, suite -> results.of(suite.attempt(), suite.createdAt()), out));
    }

    /** Whether the run's single results were thrown away; without them the submission would say that nothing was tested. */
    public boolean isGone(long run) {
        return QuarkusTransaction.requiringNew().call(() -> !rows("""
                        select 1, 1 from run r join retention k on k.work = 'results' and cast(r.created_at at time zone 'UTC' as date) < k.gone_until
                         where r.id = ?1
                        """, run).isEmpty());
    }

    private KernelCheckout checkout(String origin, String farm, Object[] r) {
        long run = ((Number) r[0]).longValue();
        String tree = (String) r[1];
        Optional<TreesConfig.Entry> entry = Optional.ofNullable(trees.all().get(tree));
        Optional<URI> repository = entry.flatMap(TreesConfig.Entry::git).flatMap(Kcidb::https);
        List<KernelCheckout.Build> builds = builds(run);
        boolean building = !rows(
                        "select id, name from job where run_id = ?1 and kind = 'BUILD' and finished_at is null limit 1",
                        run)
                .isEmpty();
        return new KernelCheckout(
                origin,
                farm,
                run,
                tree,
                repository.orElse(null),
                entry.map(TreesConfig.Entry::branch).orElse(null),
                (String) r[2],
                r[3] == null ? null : ((Number) r[3]).longValue(),
                r[3] == null ? 0 : ((Number) r[4]).intValue(),
                "",
                messageId((String) r[5]),
                r[3] == null ? (String) r[8] : r[6] + (((Number) r[7]).intValue() > 1 ? " v" + r[7] : ""),
                (Instant) r[9],
                building
                        ? null
                        : builds.stream()
                                .map(KernelCheckout.Build::finishedAt)
                                .filter(Objects::nonNull)
                                .max(Instant::compareTo)
                                .orElse(null),
                (Instant) r[10],
                builds,
                suites(run));
    }

    private List<KernelCheckout.Build> builds(long run) {
        return rows("""
                        select j.id, j.arch, j.compiler, j.kernel_config, j.state, j.sentence, a.id, a.started_at, a.finished_at
                          from job j left join lateral (select * from attempt x where x.job_id = j.id order by x.number desc limit 1) a on true
                         where j.run_id = ?1 and j.kind = 'BUILD' and j.state in ('PASSED', 'FAILED', 'ERROR', 'TIMED_OUT') order by j.id
                        """, run).stream()
                .map(r -> new KernelCheckout.Build(
                        ((Number) r[0]).longValue(),
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        Ending.valueOf((String) r[4]),
                        (String) r[5],
                        r[6] == null ? null : ((Number) r[6]).longValue(),
                        (Instant) r[7],
                        (Instant) r[8]))
                .toList();
    }

    private List<KernelCheckout.Suite> suites(long run) {
        return rows("""
                        select b.id, a.id, j.suite, a.purpose, a.state, a.sentence, a.host, a.accelerator, a.created_at, a.started_at, a.finished_at
                          from job j join attempt a on a.job_id = j.id and a.state in ('PASSED', 'FAILED', 'ERROR', 'TIMED_OUT')
                          join job_need n on n.job_id = j.id join job b on b.id = n.needs_id and b.kind = 'BUILD' and b.run_id = j.run_id
                         where j.run_id = ?1 and j.kind = 'TEST' order by j.id, a.number
                        """, run).stream()
                .map(r -> new KernelCheckout.Suite(
                        ((Number) r[0]).longValue(),
                        ((Number) r[1]).longValue(),
                        (String) r[2],
                        (String) r[3],
                        Ending.valueOf((String) r[4]),
                        (String) r[5],
                        (String) r[6],
                        (String) r[7],
                        (Instant) r[8],
                        (Instant) r[9],
                        (Instant) r[10]))
                .toList();
    }

    /** With KCIDB's hash of the patches, which is one of their hashes. */
    private KernelCheckout hashed(KernelCheckout of) {
        if (of.series() == null || of.patches() == 0) {
            return of;
        }
        StringBuilder hashes = new StringBuilder();
        for (int i = 1; i <= of.patches(); i++) {
            hashes.append(Sha256.hex(mails.patch(of.series(), i).orElseGet(() -> new byte[0])))
                    .append('\n');
        }
        return of.withPatchset(Sha256.hex(hashes.toString()));
    }

    private static Optional<URI> https(String url) {
        try {
            return Optional.of(URI.create(url))
                    .filter(uri -> "https".equals(uri.getScheme()) && uri.getUserInfo() == null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String messageId(@Nullable String id) {
        String plain = id == null ? "" : id.strip().replaceAll("^<|>$", "");
        return plain.matches("[\\x21-\\x7e]+@[\\x21-\\x7e]+") ? plain : null;
    }

    private List<Object[]> rows(String sql, long run) {
        return database.createNativeQuery(sql, Object[].class)
                .setParameter(1, run)
                .getResultList();
    }
}
