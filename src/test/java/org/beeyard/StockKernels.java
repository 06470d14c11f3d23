package org.beeyard;

import com.github.luben.zstd.ZstdOutputStream;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.beeyard.blob.BlobStore;

/** Runs of kernels that nobody had to build: the build job is there already, with what it would have delivered. */
@ApplicationScoped
public class StockKernels {

    private static final AtomicInteger BASES = new AtomicInteger();

    private final EntityManager database;
    private final BlobStore blobs;

    StockKernels(EntityManager database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /** Makes the kernels and initramfs images, once a machine. */
    static void prepare() throws IOException, InterruptedException {
        Path shared = LocalFarm.shared();
        Process process = new ProcessBuilder(
                        "vm-images/stock/prepare",
                        shared.resolve("root/trixie").toString(),
                        shared.resolve("stock").toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("vm-images/stock/prepare failed with status " + process.exitValue());
        }
    }

    /**
     * A run of one test job; the farm does the rest.
     *
     * @param append words for the kernel's command line
     */
    long run(String arch, String suite, String append) throws IOException {
        Path stock = LocalFarm.shared().resolve("stock").resolve(arch);
        return run(
                arch,
                suite,
                Files.readAllBytes(stock.resolve("vmlinuz")),
                Files.readAllBytes(stock.resolve(suite + ".initramfs")),
                append);
    }

    long run(String arch, String suite, byte[] kernel, byte[] initramfs, String append) throws IOException {
        BlobStore.Blob bundle = blobs.put(out -> bundle(out, kernel, initramfs, append));
        Instant now = Instant.now();
        return QuarkusTransaction.requiringNew().call(() -> {
            sql("insert into tree (name, created_at) values ('stock', ?1) on conflict do nothing", now);
            long base = id(
                    "insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, ?1, 'stock', ?2, ?2 from tree where name = 'stock' returning id",
                    String.format("%040x", BASES.incrementAndGet()),
                    now);
            long run = id(
                    "insert into run (kind, base_id, state, created_at) values ('BASE', ?1, 'PENDING', ?2) returning id",
                    base,
                    now);
            long build = job(run, "build " + arch + " gcc", "BUILD", arch, null, "PASSED", now);
            long test = job(run, suite + " " + arch + " gcc", "TEST", arch, suite, "BLOCKED", now);
            sql("insert into job_need (job_id, needs_id) values (?1, ?2)", test, build);
            long attempt = id(
                    "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) values (?1, 1, 'FIRST', 'local', 'PASSED', 0, ?2, ?2, ?2) returning id",
                    build,
                    now);
            sql(
                    "insert into artifact (attempt_id, name, sha256, size) values (?1, 'vm.tar.zst', ?2, ?3)",
                    attempt,
                    bundle.sha256(),
                    bundle.size());
            return run;
        });
    }

    private long job(long run, String name, String kind, String arch, String suite, String state, Instant now) {
        return id("""
                insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since)
                values (?1, ?2, ?3, ?4, 'gcc', cast(?5 as text), 'local', 'small', '{}', '{}', ?6, ?7) returning id
                """, run, name, kind, arch, suite, state, now);
    }

    private long id(String sql, Object... parameters) {
        var query = database.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return ((Number) query.getSingleResult()).longValue();
    }

    private void sql(String sql, Object... parameters) {
        var query = database.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        query.executeUpdate();
    }

    private static void bundle(OutputStream out, byte[] kernel, byte[] initramfs, String append) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new ZstdOutputStream(out))) {
            put(tar, "kernel", kernel);
            put(tar, "initramfs", initramfs);
            put(tar, "append", append.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
