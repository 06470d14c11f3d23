package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** {@code beeyard status}: the newest runs, or one run with its jobs and findings. */
final class Status {

    private final Farm farm;

    Status(Farm farm) {
        this.farm = farm;
    }

    int run(List<String> words) throws IOException, InterruptedException {
        if (words.isEmpty()) {
            for (JsonNode run : farm.get("/runs")) {
                System.out.println(Terminal.harmless(line(run)));
            }
            return 0;
        }
        if (!words.getFirst().matches("\\d{1,18}")) {
            throw new Farm.Refused("'" + words.getFirst() + "' is not the number of a run.");
        }
        JsonNode detail = farm.get("/api/v1/runs/" + words.getFirst());
        System.out.println(Terminal.harmless(line(detail.path("run"))));
        for (JsonNode job : detail.path("jobs")) {
            System.out.printf(
                    "  %-10s %s  %s%n",
                    job.path("state").asText(),
                    job.path("name").asText(),
                    Terminal.harmless(job.path("sentence").asText("")));
        }
        for (JsonNode finding : detail.path("findings")) {
            System.out.printf(
                    "  %-14s %s%n",
                    finding.path("verdict").asText(),
                    Terminal.harmless(finding.path("title").asText()));
        }
        System.out.println(farm.page("/runs/" + words.getFirst()));
        return 0;
    }

    private static String line(JsonNode run) {
        String what = run.hasNonNull("title")
                ? run.path("title").asText()
                : run.hasNonNull("baseCommit")
                        ? "base " + run.path("baseCommit").asText().substring(0, 12)
                        : "a look at the pools";
        return String.format(
                "#%-5d %-9s %-12s %s%s",
                run.path("id").asLong(),
                run.path("state").asText(),
                run.path("tree").asText(""),
                what,
                run.hasNonNull("sentence") ? " - " + run.path("sentence").asText() : "");
    }
}
