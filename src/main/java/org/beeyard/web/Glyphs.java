package org.beeyard.web;

import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How states and times look: a glyph besides the colour, for those who do not see colours. */
@TemplateExtension(namespace = "show")
final class Glyphs {

    private Glyphs() {}

    static String glyph(String state) {
        return switch (state) {
            case "PASSED", "PASS", "FIXED", "SUCCESS" -> "✓";
            case "FAILED", "FAIL", "NEW_FAILURE", "CONFLICT", "REJECTED" -> "✗";
            case "WARNING", "KNOWN_FAILURE" -> "!";
            case "FLAKY" -> "≈";
            case "ERROR", "INFRASTRUCTURE" -> "⚠";
            case "TIMED_OUT" -> "⏱";
            case "MISSING" -> "?";
            case "CANCELLED", "SUPERSEDED", "CLOSED" -> "⊘";
            case "SKIPPED", "SKIP" -> "–";
            case "ALREADY_APPLIED" -> "=";
            case "RUNNING", "STARTING" -> "▶";
            default -> "…";
        };
    }

    static String words(String state) {
        return state.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    static String time(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "" : span(Duration.between(from, to));
    }

    static String span(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        if (s < 120) {
            return s + " s";
        }
        return s < 7200 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }

    static String cpu(@Nullable Long millis) {
        return millis == null ? "" : span(Duration.ofMillis(millis)) + " CPU";
    }

    static String size(long bytes) {
        return new org.beeyard.protocol.ByteSize(bytes).toString();
    }

    static String shortened(@Nullable String commit) {
        return commit == null ? "" : commit.substring(0, Math.min(12, commit.length()));
    }
}
