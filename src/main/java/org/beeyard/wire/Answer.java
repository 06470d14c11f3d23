package org.beeyard.wire;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, byte[] body) {

    /** No server is left alone for longer. */
    public static final Duration MOST = Duration.ofHours(1);

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,<]*\\brel=\"?next\"?");
    private static final int QUOTED = 300;

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Empty when the server says none. */
    public String type() {
        return header("Content-Type").orElse("");
    }

    public boolean isJson() {
        return type().startsWith("application/json");
    }

    /** The address of the next page, as given in the {@code Link} header (RFC 8288). */
    public Optional<String> next() {
        Matcher next = NEXT.matcher(header("Link").orElse(""));
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    /** By the server's clock. */
    public Optional<Instant> date() {
        return header("Date").flatMap(Answer::instant);
    }

    /** The {@code Retry-After} header: seconds, or a date. */
    public Optional<Duration> retryAfter(Instant now) {
        return header("Retry-After")
                .flatMap(text -> text.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : instant(text).map(then -> Duration.between(now, then)))
                .map(Answer::bounded);
    }

    /** At most an hour: a server that asks for more is asked again to find out. */
    public static Duration bounded(Duration pause) {
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(MOST) > 0 ? MOST : pause;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What the server says is wrong, bounded; JSON as it came, of anything else only what it is. */
    public String words() {
        if (!isJson()) {
            return type().isEmpty() ? "without words" : "with " + type().split(";", 2)[0];
        }
        String text = text().strip();
        return "with " + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
