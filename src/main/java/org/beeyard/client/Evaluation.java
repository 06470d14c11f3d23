package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows a series from its submission to its verdict. */
final class Evaluation {

    private static final Set<String> NOT_APPLIED =
            Set.of("CONFLICT", "ALREADY_APPLIED", "REJECTED", "SUPERSEDED", "CLOSED");
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_AWAY = 600;

    private final Farm farm;
    private final Terminal terminal;

    Evaluation(Farm farm, Terminal terminal) {
        this.farm = farm;
        this.terminal = terminal;
    }

    /**
     * @param state of the run, or of a series that got none
     * @param tests the tests that are newly broken, subtests not counted
     */
    record Outcome(String state, String sentence, List<String> tests, String page) {}

    /** @param since the farm's time at submission: an older run of the same series is not meant */
    Outcome await(long series, Instant since) throws IOException, InterruptedException {
        int away = 0;
        while (true) {
            JsonNode row;
            try {
                row = farm.get("/api/v1/series/" + series);
                away = 0;
            } catch (Farm.Refused e) {
                throw e;
            } catch (IOException e) {
                if (++away > MOST_AWAY) {
                    throw e;
                }
                terminal.progress("the farm is away; waiting for it …");
                Thread.sleep(EVERY);
                continue;
            }
            String state = row.path("state").asText();
            if (NOT_APPLIED.contains(state)) {
                return new Outcome(state, row.path("problem").asText(""), List.of(), farm.page("/series/" + series));
            }
            Optional<JsonNode> run = newest(row.path("runs"), since);
            if (run.isPresent() && run.get().hasNonNull("finishedAt")) {
                return outcome(run.get().path("id").asLong());
            }
            if (run.isPresent()) {
                show(run.get().path("id").asLong());
            } else {
                terminal.progress("applying the series (a new tree is imported first) …");
            }
            Thread.sleep(EVERY);
        }
    }

    private static Optional<JsonNode> newest(JsonNode runs, Instant since) {
        for (JsonNode run : runs) {
            if (!Instant.parse(run.path("createdAt").asText()).isBefore(since)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    private Outcome outcome(long run) throws IOException, InterruptedException {
        JsonNode detail = farm.get("/api/v1/runs/" + run);
        List<String> tests = new ArrayList<>();
        for (JsonNode finding : detail.path("findings")) {
            String verdict = finding.path("verdict").asText();
            if ((verdict.equals("NEW_FAILURE") || verdict.equals("MISSING"))
                    && !finding.path("subtest").asBoolean()) {
                tests.add(finding.path("title").asText());
            }
        }
        return new Outcome(
                detail.path("run").path("state").asText(),
                detail.path("run").path("sentence").asText(""),
                tests,
                farm.page("/runs/" + run));
    }

    /** What runs now: of the series' run, or of the base's for which it waits. */
    private void show(long run) throws IOException, InterruptedException {
        JsonNode detail = farm.get("/api/v1/runs/" + run);
        Optional<String> line = running(detail, "");
        if (line.isEmpty() && detail.hasNonNull("baseRun")) {
            line = running(farm.get("/api/v1/runs/" + detail.path("baseRun").asLong()), "base: ");
        }
        terminal.progress(line.orElse("waiting for a slot …"));
    }

    private static Optional<String> running(JsonNode detail, String prefix) {
        for (JsonNode job : detail.path("jobs")) {
            if (job.path("state").asText().equals("RUNNING")) {
                int done = job.path("done").asInt();
                int expected = job.path("expected").asInt();
                Duration took = job.hasNonNull("startedAt")
                        ? Duration.between(Instant.parse(job.path("startedAt").asText()), Instant.now())
                        : Duration.ZERO;
                String count = expected > 0
                        ? " " + done + " of " + expected
                                + (done >= 20 && done < expected ? ", " + left(took, done, expected) : "")
                        : "";
                return Optional.of(prefix + job.path("name").asText() + ": "
                        + job.path("step").asText("starting") + count);
            }
        }
        return Optional.empty();
    }

    private static String left(Duration took, int done, int expected) {
        long seconds = took.toSeconds() * (expected - done) / done;
        return seconds < 90 ? "about " + seconds + " s left" : "about " + (seconds + 30) / 60 + " min left";
    }
}
