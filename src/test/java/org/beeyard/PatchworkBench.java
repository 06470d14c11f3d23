package org.beeyard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.patchwork.FakePatchwork;

/**
 * Requests and time of a farm's first start beside a Patchwork with many open series, and of cycles in which nothing
 * happens: {@code src/bench/patchwork}. A command named there is run on the same server afterwards, with its port as last word.
 */
final class PatchworkBench {

    private static final int PATCHES = 4;

    private PatchworkBench() {}

    public static void main(String[] peer) throws Exception {
        for (int open : List.of(10, 200)) {
            try (FakePatchwork patchwork = FakePatchwork.start()) {
                for (int i = 0; i < open; i++) {
                    patchwork.series(mails("demo: Open " + i));
                }
                measure(patchwork, open);
                if (peer.length > 0) {
                    List<String> command = new ArrayList<>(List.of(peer));
                    command.add(Integer.toString(patchwork.url().getPort()));
                    new ProcessBuilder(command).inheritIO().start().waitFor();
                }
            }
        }
    }

    private static void measure(FakePatchwork patchwork, int open) throws Exception {
        Path tree = Files.createTempDirectory("bench");
        Files.writeString(tree.resolve("words.txt"), "start\none\nend\n");
        FarmProcess farm = new FarmProcess("""
                farm: {url: "https://farm.example"}
                trees: {test: {source: %s}}
                matrix: {default: [{arch: x86_64, suites: [test_progs]}]}
                pools: {none: {slots: 0}}
                sources:
                  patchwork:
                    - {url: "%s", project: netdevbpf, token: %s, poll: 5s}
                """.formatted(tree, patchwork.url(), FakePatchwork.TOKEN));
        farm.start();
        try {
            long start = System.nanoTime();
            while (count(farm, "select count(*) from patchwork_series where state = 'TAKEN'") < open) {
                Thread.sleep(50);
            }
            System.out.printf(
                    "%d open series of %d patches: all taken in %.1f s after the farm was ready, %d requests to read%n",
                    open, PATCHES, (System.nanoTime() - start) / 1e9, requests(patchwork, "GET", "/checks/", false));
            while (count(farm, "select count(*) from publication where status = 'SENT'") < 3L * open * PATCHES) {
                Thread.sleep(50);
            }
            System.out.printf(
                    "  their %d pending checks shown after %.1f s, %d requests to ask, %d to say%n",
                    3 * open * PATCHES,
                    (System.nanoTime() - start) / 1e9,
                    requests(patchwork, "GET", "/checks/", true),
                    requests(patchwork, "POST", "/checks/", true));
            patchwork.forgetRequests();
            while (requests(patchwork, "GET", "patch-delegated", true) < 3) {
                Thread.sleep(50);
            }
            System.out.printf(
                    "  3 cycles in which nothing happened: %d requests%n",
                    patchwork.requests().size());
        } finally {
            farm.stop();
        }
    }

    private static long requests(FakePatchwork patchwork, String method, String word, boolean with) {
        return patchwork.requests().stream()
                .filter(request -> request.startsWith(method) && request.contains(word) == with)
                .count();
    }

    private static long count(FarmProcess farm, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(farm.kernels().database());
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String[] mails(String title) {
        String[] mails = new String[PATCHES];
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        for (int i = 0; i < PATCHES; i++) {
            mails[i] = IdleFarm.mail(
                            "[PATCH bpf-next " + (i + 1) + "/" + PATCHES + "] " + title + " " + i,
                            i == 0 ? "one" : title + i,
                            title + (i + 1))
                    .replaceFirst("Date: .*", "Date: " + now);
        }
        return mails;
    }
}
