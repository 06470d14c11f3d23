package org.beeyard.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.beeyard.plan.JobKind;
import org.beeyard.protocol.AttemptSpec.BlobRef;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.Outcome;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Makes of an attempt that failed what runs its tests again elsewhere. What is run there outside of the VM is the farm's own. */
@ApplicationScoped
public class Bundles {

    private static final int MOST_FAILED = 10_000;
    private static final Set<String> OF_VM = Set.of("kernel", "config", "toolchain", "initramfs", "append");

    private final EntityManager database;
    private final BlobStore blobs;
    private final SeriesMails mails;
    private final Pools pools;

    Bundles(EntityManager database, BlobStore blobs, SeriesMails mails, Pools pools) {
        this.database = database;
        this.blobs = blobs;
        this.mails = mails;
        this.pools = pools;
    }

    /** Empty when the attempt left nothing for it, or what it ran is not kept any more. */
    public Optional<Bundle> of(long attempt) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, """
                        select a.id, j.id, j.name, j.suite, j.arch, a.accelerator, a.pool, a.sentence, t.name, coalesce(r.at_commit, b.commit_id), case when r.at_commit is null then b.subject else '' end, b.ci_commit,
                               s.id, s.title, coalesce(r.patches, (select count(*) from patch p where p.series_id = s.id)),
                               a.created_at, vm.sha256, vm.size, b.ci_blob, b.ci_size, g.sha256, g.size, o.sha256, o.size
                          from attempt a join job j on j.id = a.job_id join run r on r.id = j.run_id join base b on b.id = r.base_id
                          join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
                          join artifact g on g.attempt_id = a.id and g.name = ?2
                          left join artifact o on o.attempt_id = a.id and o.name = ?3
                          join lateral (
                               select f.sha256, f.size from job_need n join job x on x.id = n.needs_id and x.kind = 'BUILD'
                                 join attempt y on y.job_id = x.id and y.state = 'PASSED'
                                 join artifact f on f.attempt_id = y.id and f.name = ?4
                                where n.job_id = j.id order by y.number desc limit 1) vm on true
                         where a.id = ?1
                        """, attempt, LeftName.GUEST, LeftName.GUEST_ROOT, LeftName.VM).stream()
                        .findFirst()
                        .map(this::bundle));
    }

    private Bundle bundle(Object[] r) {
        long attempt = number(r[0]);
        Optional<PoolConfig.Pool> pool = pools.named((String) r[6]);
        return new Bundle(
                attempt,
                number(r[1]),
                (String) r[2],
                (String) r[3],
                (String) r[4],
                r[5] == null ? "tcg" : (String) r[5],
                pool.map(PoolConfig.Pool::vmCpu).orElse(2),
                pool.map(p -> p.vmMemory().bytes()).orElse(3L << 30),
                pool.map(p -> Pools.time(p, JobKind.TEST, (String) r[4]).toSeconds())
                        .orElse(3600L),
                (String) r[7],
                (String) r[8],
                (String) r[9],
                (String) r[10],
                (String) r[11],
                r[12] == null ? null : number(r[12]),
                (String) r[13],
                r[12] == null ? 0 : (int) number(r[14]),
                failed(attempt, (Instant) r[15]),
                new BlobRef((String) r[16], number(r[17])),
                blob(r[18], r[19]),
                new BlobRef((String) r[20], number(r[21])),
                blob(r[22], r[23]));
    }

    private List<String> failed(long attempt, Instant createdAt) {
        return database.createNativeQuery("""
                        select t.test from test_result r join test t on t.id = r.test_id and t.subtest = ''
                         where r.attempt_id = ?1 and r.day = ?2 and r.status >= ?3 order by t.test limit ?4
                        """, String.class)
                .setParameter(1, attempt)
                .setParameter(2, LocalDate.ofInstant(createdAt, ZoneOffset.UTC))
                .setParameter(3, Outcome.MISSING.code())
                .setParameter(4, MOST_FAILED)
                .getResultList();
    }

    /** Whether all that the bundle is made of is still kept. */
    public boolean isKept(Bundle bundle) {
        return bundle.blobs().stream().allMatch(blob -> blobs.has(blob.sha256()));
    }

    /** @param farm its address */
    public void write(Bundle bundle, String farm, OutputStream out) throws IOException {
        BundleTar tar = new BundleTar(out, bundle.folder());
        tar.file("README", false, utf8(bundle.readme(farm)));
        tar.file("reproduce.sh", true, script("reproduce"));
        tar.file("vm-run", true, script("vm-run"));
        tar.file("settings", false, utf8(bundle.settings()));
        tar.file("failed", false, utf8(bundle.failedLines()));
        if (bundle.series() != null) {
            ByteArrayOutputStream mbox = new ByteArrayOutputStream();
            mails.write(bundle.series(), bundle.patches(), mbox);
            tar.file("series.mbox", false, mbox.toByteArray());
        }
        content(tar, bundle.guest(), Bundles::ofGuest);
        content(tar, bundle.vm(), new OfVm());
        if (bundle.ci() != null) {
            content(tar, bundle.ci(), name -> Optional.of("inputs/ci/" + name));
        }
        if (bundle.root() != null) {
            content(tar, bundle.root(), new OfRoot());
        }
        tar.finish();
    }

    private void content(BundleTar tar, BlobRef blob, BundleTar.Place place) throws IOException {
        try (InputStream in = blobs.open(blob.sha256())
                .orElseThrow(() -> new IOException("the blob " + blob.sha256() + " is not kept any more"))) {
            tar.contentOf(in, place);
        }
    }

    private static Optional<String> ofGuest(String name) {
        String first = name.split("/", 2)[0];
        return first.equals("selftests") || first.equals("ci") ? Optional.empty() : Optional.of("inputs/" + name);
    }

    private record OfVm() implements BundleTar.Place {
        @Override
        public Optional<String> of(String name) {
            return OF_VM.contains(name)
                    ? Optional.of(name)
                    : name.startsWith("selftests/") ? Optional.of("inputs/" + name) : Optional.empty();
        }

        @Override
        public boolean links(String placed) {
            return placed.startsWith("inputs/selftests/");
        }
    }

    private record OfRoot() implements BundleTar.Place {
        @Override
        public Optional<String> of(String name) {
            return Optional.of("root/" + name);
        }

        @Override
        public boolean links(String placed) {
            return true;
        }
    }

    private static byte[] script(String name) throws IOException {
        try (InputStream in = Bundles.class.getResourceAsStream("/scripts/" + name)) {
            if (in == null) {
                throw new IOException("the program has no script " + name);
            }
            return in.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable BlobRef blob(@Nullable Object sha256, @Nullable Object size) {
        return sha256 == null || size == null ? null : new BlobRef((String) sha256, number(size));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
