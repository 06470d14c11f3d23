package org.beeyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** {@code beeyard submit}. */
final class Submit {

    private final Farm farm;

    Submit(Farm farm) {
        this.farm = farm;
    }

    int run(String what, Optional<String> tree, boolean retest, boolean wait) throws IOException, InterruptedException {
        JsonNode answer = farm.submit(mbox(what), tree, retest);
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

    private static byte[] mbox(String what) throws IOException, InterruptedException {
        if (what.equals("-")) {
            return System.in.readAllBytes();
        }
        if (Files.isRegularFile(Path.of(what))) {
            return Files.readAllBytes(Path.of(what));
        }
        if (!what.contains("..")) {
            throw new Farm.Refused(
                    "there is no file " + what + "; name a file, - or a range of commits such as origin/master..HEAD.");
        }
        Process git = new ProcessBuilder("git", "format-patch", "--stdout", what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] mails = git.getInputStream().readAllBytes();
        if (git.waitFor() != 0) {
            throw new Farm.Refused("git format-patch " + what + " failed; its words are above.");
        }
        if (new String(mails, StandardCharsets.ISO_8859_1).isBlank()) {
            throw new Farm.Refused("there are no commits in " + what + ".");
        }
        return mails;
    }
}
