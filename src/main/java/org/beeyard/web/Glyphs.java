package org.beeyard.web;

import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** How states and times look: a glyph besides the colour, for those who do not see colours. */
@TemplateExtension(namespace = "show")
public final class Glyphs {

    private Glyphs() {}

    public static String glyph(String state) {
        return switch (state) {
            case "PASSED", "PASS", "FIXED", "SUCCESS", "ACCEPTED", "NOW_RUN" -> "✓";
            case "FAILED", "FAIL", "NEW_FAILURE", "CONFLICT", "REJECTED", "REFUSED" -> "✗";
            case "WARNING", "KNOWN_FAILURE" -> "!";
            case "FLAKY" -> "≈";
            case "GROWTH", "GREW" -> "↑";
            case "SHRANK" -> "↓";
            case "ADDED" -> "+";
            case "GONE" -> "−";
            case "ADVISORY" -> "i";
            case "ERROR", "INFRASTRUCTURE" -> "⚠";
            case "TIMED_OUT" -> "⏱";
            case "MISSING" -> "?";
            case "UNFIT" -> "∉";
            case "CANCELLED", "SUPERSEDED", "CLOSED" -> "⊘";
            case "SKIPPED", "SKIP", "NOW_SKIPPED" -> "–";
            case "ALREADY_APPLIED" -> "=";
            case "RUNNING", "STARTING" -> "▶";
            case "NONE" -> "·";
            default -> "…";
        };
    }

    public static String words(String state) {
        return switch (state) {
            case "UNFIT" -> "does not fit";
            case "NONE" -> "not run";
            default -> state.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        };
    }

    /** How a test stood on an earlier base, before the name of that; nothing when only that it stood otherwise is known. */
    public static String before(@Nullable String outcome) {
        return outcome == null
                ? "otherwise on"
                : switch (Outcome.valueOf(outcome)) {
                    case PASS -> "passed on";
                    case SKIP -> "was skipped on";
                    case UNFIT -> "did not fit";
                    case MISSING, ERROR, FAIL -> "failed on";
                };
    }

    /** Of a job; one that failed and is not to blame has failed all the same. */
    public static String words(String state, String look) {
        return words(look.equals("WARNING") ? state : look);
    }

    public static String counted(String state, long many) {
        String words = words(state);
        return many + " " + words + (many != 1 && words.endsWith("failure") ? "s" : "");
    }

    public static String time(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "" : span(Duration.between(from, to));
    }

    public static String span(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        if (s < 120) {
            return s + " s";
        }
        if (s < 7200) {
            return s / 60 + " min " + s % 60 + " s";
        }
        return s < 3 * 86_400 ? s / 3600 + " h " + s % 3600 / 60 + " min" : s / 86_400 + " days";
    }

    /** As people say it: the instant itself belongs into the title. */
    public static String age(@Nullable Instant at, @Nullable Instant now) {
        if (at == null || now == null) {
            return "";
        }
        Duration age = Duration.between(at, now);
        return age.toSeconds() < 60 ? "just now" : brief(age) + " ago";
    }

    /** Of what is to come. */
    public static String until(Instant at, Instant now) {
        Duration left = Duration.between(now, at);
        return left.toSeconds() < 60 ? "now" : "in " + brief(left);
    }

    public static String brief(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "" : brief(Duration.between(from, to));
    }

    private static String brief(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        if (s < 120) {
            return s + " s";
        }
        if (s < 2 * 3600) {
            return s / 60 + " min";
        }
        return s < 2 * 86400 ? s / 3600 + " h" : s / 86400 + " days";
    }

    /** What a guess is good for: minutes. */
    public static String left(Long seconds) {
        long minutes = Math.max(1, (seconds + 30) / 60);
        return minutes < 120 ? minutes + " min" : (minutes + 30) / 60 + " h";
    }

    public static String seconds(long seconds) {
        return span(Duration.ofSeconds(seconds));
    }

    public static String millis(long millis) {
        return millis < 10_000
                ? String.format(java.util.Locale.ROOT, "%.2f s", millis / 1000.0)
                : seconds(millis / 1000);
    }

    /** What series can be filtered by, the worst first. */
    public static List<String> verdicts() {
        return List.of(
                "FAILED",
                "CONFLICT",
                "REJECTED",
                "ERROR",
                "WARNING",
                "PASSED",
                "ALREADY_APPLIED",
                "RUNNING",
                "RECEIVED",
                "CANCELLED",
                "SUPERSEDED",
                "CLOSED");
    }

    public static List<String> outcomes() {
        return Arrays.stream(Outcome.values()).map(Outcome::name).toList();
    }

    public static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    public static String cpu(@Nullable Long millis) {
        return millis == null ? "" : span(Duration.ofMillis(millis)) + " CPU";
    }

    public static String size(long bytes) {
        return new org.beeyard.protocol.ByteSize(bytes).toString();
    }

    public static String shortened(@Nullable String commit) {
        return commit == null ? "" : commit.substring(0, Math.min(12, commit.length()));
    }
}
