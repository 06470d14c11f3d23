package org.beeyard.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Follows a series from its submission to its verdict. */
final class Evaluation {

    private static final Duration EVERY = Duration.ofMillis(250);
    private static final int MOST_AWAY = 2400; // ten minutes

    private final Farm farm;
    private final Terminal terminal;
    private final BooleanSupplier gone;

    Evaluation(Farm farm, Terminal terminal) {
        this(farm, terminal, () -> false);
    }

    /** @param gone whether a farm that is away does not come back */
    Evaluation(Farm farm, Terminal terminal, BooleanSupplier gone) {
        this.farm = farm;
        this.terminal = terminal;
        this.gone = gone;
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
            try {
                Map<String, List<String>> lines = farm.progress(series, since);
                away = 0;
                String said = first(lines, "say");
                if (!first(lines, "state").equals("WAITING")) {
                    return new Outcome(
                            first(lines, "state"),
                            said,
                            lines.getOrDefault("new", List.of()).stream()
                                    .map(test -> test.substring(test.indexOf('\t') + 1))
                                    .toList(),
                            farm.page(first(lines, "page")));
                }
                terminal.progress(said);
            } catch (Farm.Away e) {
                if (++away > MOST_AWAY || gone.getAsBoolean()) {
                    throw e;
                }
                terminal.progress("the farm is away; waiting for it …");
            }
            Thread.sleep(EVERY);
        }
    }

    private static String first(Map<String, List<String>> lines, String word) {
        return lines.getOrDefault(word, List.of("")).getFirst();
    }
}
