package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** {@code beeyard submit}. */
final class Submit {

    private final Farm farm;

    Submit(Farm farm) {
        this.farm = farm;
    }

    int run(String what, Optional<String> tree, boolean retest, boolean wait) throws IOException, InterruptedException {
        JsonNode answer = farm.submit(new Mbox("git").of(what), tree, retest);
        System.out.println((answer.path("known").asBoolean() && !retest ? "known since before: " : "submitted: ")
                + Terminal.harmless(answer.path("title").asText()) + " (v"
                + answer.path("version").asInt() + ", "
                + answer.path("patches").asInt() + (answer.path("patches").asInt() == 1 ? " patch)" : " patches)"));
        System.out.println(answer.path("url").asText());
        if (!wait) {
            return 0;
        }
        boolean old = answer.path("known").asBoolean() && !retest;
        Instant since = old ? Instant.EPOCH : Instant.parse(answer.path("at").asText());
        Terminal terminal = new Terminal();
        Evaluation.Outcome outcome =
                new Evaluation(farm, terminal).await(answer.path("series").asLong(), since);
        terminal.line(outcome.state() + ": " + outcome.sentence());
        terminal.line(outcome.page());
        return switch (outcome.state()) {
            case "PASSED", "WARNING", "ALREADY_APPLIED" -> 0;
            case "FAILED", "CONFLICT", "REJECTED" -> 1;
            default -> 2;
        };
    }
}
