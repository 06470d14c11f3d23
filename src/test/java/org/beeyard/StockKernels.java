package org.beeyard;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.beeyard.protocol.Sha256;

/**
 * Runs of kernels that nobody had to build: the build job is there already, with what it would have delivered.
 *
 * @param database the farm's
 * @param blobs the folder of the farm's store
 */
record StockKernels(String database, Path blobs) {

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
    long run(String arch, String suite, String append) throws IOException, SQLException {
        byte[] bundle = bundle(arch, suite, append);
        String sha256 = Sha256.hex(bundle);
        Path blob = blobs.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
        Files.createDirectories(blob.getParent());
        Files.write(blob, bundle);
        try (Connection connection = DriverManager.getConnection(database)) {
            connection.setAutoCommit(false);
            long run = insert(connection, arch, suite, sha256, bundle.length);
            connection.commit();
            return run;
        }
    }

    private static long insert(Connection connection, String arch, String suite, String sha256, int size)
            throws SQLException {
        sql(connection, "insert into tree (name, created_at) values ('stock', now()) on conflict do nothing");
        long base = id(
                connection,
                "insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, ?, 'stock', now(), now() from tree where name = 'stock' returning id",
                Sha256.hex(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                        .substring(0, 40));
        long run = id(
                connection,
                "insert into run (kind, base_id, state, created_at) values ('BASE', ?, 'PENDING', now()) returning id",
                base);
        long build = job(connection, run, "build " + arch + " gcc", "BUILD", arch, null, "PASSED");
        long test = job(connection, run, suite + " " + arch + " gcc", "TEST", arch, suite, "BLOCKED");
        sql(connection, "insert into job_need (job_id, needs_id) values (?, ?)", test, build);
        long attempt = id(
                connection,
                "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) values (?, 1, 'FIRST', 'local', 'PASSED', 0, now(), now(), now()) returning id",
                build);
        sql(
                connection,
                "insert into artifact (attempt_id, name, sha256, size) values (?, 'vm.tar.zst', ?, ?)",
                attempt,
                sha256,
                size);
        return run;
    }

    private static long job(
            Connection connection, long run, String name, String kind, String arch, String suite, String state)
            throws SQLException {
        return id(connection, """
                insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since)
                values (?, ?, ?, ?, 'gcc', ?, 'local', 'small', '{}', '{}', ?, now()) returning id
                """, run, name, kind, arch, suite, state);
    }

    private static long id(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void sql(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static byte[] bundle(String arch, String suite, String append) throws IOException {
        Path stock = LocalFarm.shared().resolve("stock").resolve(arch);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new ZstdOutputStream(bytes);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
            put(tar, "kernel", Files.readAllBytes(stock.resolve("vmlinuz")));
            put(tar, "initramfs", Files.readAllBytes(stock.resolve(suite + ".initramfs")));
            put(tar, "append", append.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
