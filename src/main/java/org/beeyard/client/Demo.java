package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code beeyard demo}: sends the bundled series and compares each verdict with the one that it is made for. */
final class Demo {

    private final Farm farm;
    private final Optional<OwnFarm> own;
    private final Terminal terminal = new Terminal();

    /** @param own when the demo has started it */
    Demo(Farm farm, Optional<OwnFarm> own) {
        this.farm = farm;
        this.own = own;
    }

    /**
     * A line of {@code demo/expected}: {@code name|state|what|tests}.
     *
     * @param tests that must be the newly broken ones, exactly; {@code *} where a sentence of the kernel stands for them
     */
    private record Expected(String name, String state, String what, List<String> tests) {

        static Expected of(String line) {
            String[] parts = line.split("\\|", -1);
            List<String> tests =
                    parts[3].isBlank() ? List.of() : List.of(parts[3].trim().split("\\s+"));
            return new Expected(parts[0].trim(), parts[1].trim(), parts[2].trim(), tests);
        }

        boolean met(Evaluation.Outcome outcome) {
            boolean any = tests.equals(List.of("*"));
            return outcome.state().equals(state)
                    && (any ? !outcome.tests().isEmpty() : new TreeSet<>(tests).equals(new TreeSet<>(outcome.tests())));
        }
    }

    private record Sent(Expected expected, long series, Instant at) {}

    int run(boolean all) throws IOException, InterruptedException {
        try {
            return verdicts(all);
        } catch (Farm.Away e) {
            throw gone() ? new Farm.Refused(own.orElseThrow().words()) : e;
        }
    }

    private boolean gone() {
        return own.filter(OwnFarm::gone).isPresent();
    }

    private int verdicts(boolean all) throws IOException, InterruptedException {
        Instant start = Instant.now();
        List<Sent> sent = new ArrayList<>();
        for (String line : text("expected")
                .lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList()) {
            Expected expected = Expected.of(line);
            if (all || expected.name().equals("good") || expected.name().equals("broken")) {
                byte[] mails = text(expected.name() + ".mbox").getBytes(StandardCharsets.UTF_8);
                JsonNode answer = farm.submit(mails, Optional.empty(), true);
                sent.add(new Sent(
                        expected,
                        answer.path("series").asLong(),
                        Instant.parse(answer.path("at").asText())));
                terminal.line("sent '" + expected.name() + "' (" + expected.what() + "): "
                        + answer.path("url").asText());
            }
        }
        int unlike = 0;
        for (Sent series : sent) {
            Evaluation.Outcome outcome = new Evaluation(farm, terminal, this::gone).await(series.series(), series.at());
            boolean met = series.expected().met(outcome);
            unlike += met ? 0 : 1;
            terminal.line("");
            terminal.line((met ? "as expected  " : "NOT EXPECTED ")
                    + series.expected().name() + " → " + outcome.state() + ". " + outcome.sentence());
            terminal.line("             " + outcome.page());
            if (!met) {
                terminal.line("             expected: " + series.expected().state() + " "
                        + String.join(" ", series.expected().tests()));
            }
        }
        terminal.line("");
        terminal.line((sent.size() - unlike) + " of " + sent.size() + " verdicts as expected, after "
                + Duration.between(start, Instant.now()).toSeconds() + " s.");
        return unlike == 0 ? 0 : 1;
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IOException("the demo's " + name + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
