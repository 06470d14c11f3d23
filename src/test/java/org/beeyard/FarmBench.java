package org.beeyard;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;

/** A farm's start, its memory at rest, and how long a queued attempt waits for its agent: {@code src/bench/farm}. */
final class FarmBench {

    private static final int RUNS = 30;

    private FarmBench() {}

    public static void main(String[] arguments) throws Exception {
        StockKernels.prepare();
        FarmProcess farm = new FarmProcess("pools: {local: {slots: 1, vm-memory: 512MiB, kvm: never}}\n");
        try {
            started(farm, "with a new database");
            farm.stop();
            started(farm, "again");
            for (int i = 0; i < RUNS; i++) {
                long run = farm.kernels().run("x86_64", "boot", "");
                while (number(farm, "select count(*) from run where finished_at is not null and id = " + run) == 0) {
                    Thread.sleep(100);
                }
            }
            String wait = "extract(epoch from a.running_at - greatest(a.created_at, a.not_before)) * 1000";
            System.out.printf(
                    "%d attempts, queued to reported by the agent: median %.0f ms, p95 %.0f ms%n",
                    RUNS, percentile(farm, wait, 0.5), percentile(farm, wait, 0.95));
            memory(farm, "after them");
        } finally {
            farm.stop();
        }
    }

    private static void started(FarmProcess farm, String how) throws Exception {
        long start = System.nanoTime();
        farm.start();
        System.out.printf("ready %.1f s after its start, %s%n", (System.nanoTime() - start) / 1e9, how);
        memory(farm, how);
    }

    private static void memory(FarmProcess farm, String when) throws Exception {
        List<String> status = Files.readAllLines(farm.process().resolve("status"));
        String rss =
                status.stream().filter(l -> l.startsWith("VmRSS")).findFirst().orElseThrow();
        System.out.printf(
                "the farm's process holds %d MiB, %s%n", Long.parseLong(rss.replaceAll("\\D", "")) / 1024, when);
    }

    private static double percentile(FarmProcess farm, String what, double share) throws Exception {
        return number(
                farm,
                "select percentile_cont(" + share + ") within group (order by " + what
                        + ") from attempt a join job j on j.id = a.job_id where j.kind = 'TEST' and a.running_at is not null");
    }

    private static double number(FarmProcess farm, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(farm.kernels().database());
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }
}
