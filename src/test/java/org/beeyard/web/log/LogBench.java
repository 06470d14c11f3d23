package org.beeyard.web.log;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.beeyard.IdleFarm;
import org.beeyard.StoredLogs;
import org.beeyard.log.IndexedLogs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A log as long as they may be, over HTTP: {@code src/bench/log [RUNS]}. */
@QuarkusTest
@TestProfile(IdleFarm.class)
@Tag("bench")
class LogBench {

    private static final int RUNS = Integer.parseInt(System.getenv().getOrDefault("RUNS", "20"));
    private static final int SIZE = 64 << 20;

    @TestHTTPResource
    URI farm;

    @Inject
    IndexedLogs indexed;

    private final HttpClient http = HttpClient.newHttpClient();

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void a_log_of_64_mebibytes() throws Exception {
        StoredLogs logs = new StoredLogs();
        long job = logs.job("FAILED");
        byte[] text = log(64_000);
        long[] attempts = new long[4];
        for (int i = 0; i < 4; i++) {
            attempts[i] = logs.attempt(job, i + 1, "FAILED", Instant.now(), Instant.now());
            logs.append(attempts[i], text, Instant.now());
        }
        System.out.printf("%,d bytes%n", text.length);
        System.out.printf("made without an index, so that the first page makes it:%n");
        for (int i = 0; i < 3; i++) {
            long attempt = attempts[i];
            measure("  first page, log " + (i + 1), 1, () -> get("/attempts/" + attempt + "/log"));
        }
        long attempt = attempts[3];
        measure("index alone, log 4", 1, () -> indexed.of(attempt));
        measure("first page", RUNS, () -> get("/attempts/" + attempt + "/log"));
        measure("page in the middle", RUNS, () -> get("/attempts/" + attempt + "/log?line=400000"));
        measure("last page", RUNS, () -> get("/attempts/" + attempt + "/log?from=999999999"));
        measure("search, no hit", RUNS, () -> get("/attempts/" + attempt + "/log?q=nowhere%20to%20be%20found"));
        measure("search, every line", RUNS, () -> get("/attempts/" + attempt + "/log?q=e"));
        measure("page of the job, 4 such attempts", RUNS, () -> get("/jobs/" + job));
        colours(logs, job);
    }

    /** All of it escapes, and lines of a megabyte. */
    private void colours(StoredLogs logs, long job) throws Exception {
        byte[] text = "\u001b[31mx\u001b[0m\u001b[1;44my".repeat(SIZE / 18).getBytes(StandardCharsets.US_ASCII);
        for (int i = 1 << 20; i < text.length; i += 1 << 20) {
            text[i] = '\n';
        }
        long attempt = logs.attempt(job, 5, "FAILED", Instant.now(), Instant.now());
        logs.append(attempt, text, Instant.now());
        int runs = Math.min(5, RUNS);
        measure("64 lines of a megabyte, colours only: first page", runs, () -> get("/attempts/" + attempt + "/log"));
        measure("  search", runs, () -> get("/attempts/" + attempt + "/log?q=yxyz"));
    }

    private void get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(farm.resolve(path))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 303) {
            get(answer.headers().firstValue("Location").orElseThrow());
        } else if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode());
        }
    }

    private static void measure(String what, int runs, Work work) throws Exception {
        double[] millis = new double[runs];
        long cpu = cpuNanos();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s: median %.0f ms, p95 %.0f ms, worst %.0f ms of %d; %.0f ms of CPU each%n",
                what,
                millis[runs / 2],
                millis[(int) ((runs - 1) * 0.95)],
                millis[runs - 1],
                runs,
                (cpuNanos() - cpu) / 1e6 / runs);
    }

    /** Of the whole process: farm, client and compiler. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /** Console, tests and what they print, with the first failure at a line far in. */
    private static byte[] log(int tests) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(SIZE + 1_000);
        text.append("##[step] booting\n");
        for (int i = 0; i < 2_000; i++) {
            text.append("[console] [    ").append(i).append(".000000] pci 0000:00:01.0: something about a device\n");
        }
        text.append("##[step] running test_progs\n");
        for (int i = 1; text.length() < SIZE - 200; i++) {
            text.append("libbpf: prog 'prog_").append(i).append("': -- BEGIN PROG LOAD LOG --\n");
            for (int insn = random.nextInt(12); insn >= 0; insn--) {
                text.append(insn)
                        .append(": (bf) r6 = r1                      ; R1=ctx() R6_w=scalar(umax=")
                        .append(random.nextInt(100_000))
                        .append(")\n");
            }
            if (i == tests) {
                text.append("test_bounds:FAIL:load unexpected error: -22 (errno 22)\n#")
                        .append(i)
                        .append(" bounds:FAIL\n");
            }
            text.append('#').append(i).append(" test_").append(i).append(":OK\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
