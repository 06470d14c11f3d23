package org.beeyard.github;

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

/** What the server answered. */
record Answer(int status, HttpHeaders headers, byte[] body) {

    static final int NOT_MODIFIED = 304;

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,<]*\\brel=\"?next\"?");
    private static final Duration MOST = Duration.ofHours(1);

    /** What GitHub asks for where it does not say how long. */
    private static final Duration SECONDARY = Duration.ofMinutes(1);

    private static final int QUOTED = 300;

    /** The address of the next page, as given. */
    Optional<String> next() {
        Matcher next = NEXT.matcher(header("Link").orElse(""));
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** By the server's clock. */
    Optional<Instant> date() {
        return header("Date").flatMap(text -> {
            try {
                return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** For how long no request will be answered any more, also where this one was: the limit is used up. */
    Optional<Duration> exhausted(Instant now) {
        return header("X-RateLimit-Remaining").filter("0"::equals).isPresent()
                ? header("X-RateLimit-Reset")
                        .filter(text -> text.matches("\\d{1,12}"))
                        .map(text -> bounded(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(text)))))
                : Optional.empty();
    }

    Optional<Fault> fault(String what, Instant now) {
        if (status / 100 == 2 || status == NOT_MODIFIED) {
            return Optional.empty();
        }
        String words = what + " was answered " + status + " " + words();
        if (isLimit()) {
            Duration pause = header("Retry-After")
                    .filter(text -> text.matches("\\d{1,9}"))
                    .map(text -> bounded(Duration.ofSeconds(Long.parseLong(text))))
                    .or(() -> exhausted(now))
                    .orElse(SECONDARY);
            return Optional.of(new Fault(Fault.Kind.BUSY, words, Optional.of(pause)));
        }
        Fault.Kind kind = switch (status) {
            case 503 -> Fault.Kind.BUSY;
            case 401, 403 -> Fault.Kind.FORBIDDEN;
            case 301, 302, 307, 308, 404, 410 -> Fault.Kind.MISSING;
            case 408 -> Fault.Kind.UNREACHABLE;
            default -> status / 100 == 4 ? Fault.Kind.REFUSED : Fault.Kind.BROKEN;
        };
        String advice = switch (kind) {
            case FORBIDDEN -> "; the credentials are wrong, or have no right to this";
            case MISSING -> "; it is not there, was moved, or the credentials have no right to it";
            case UNREACHABLE, BUSY, BROKEN, REFUSED -> "";
        };
        return Optional.of(new Fault(kind, words + advice));
    }

    private boolean isLimit() {
        return status == 429
                || status == 403
                        && (header("Retry-After").isPresent()
                                || header("X-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .isPresent()
                                || text().contains("rate limit"));
    }

    /** What the server says is wrong, bounded; JSON as it came, of anything else only what it is. */
    private String words() {
        String type = header("Content-Type").orElse("");
        if (!type.startsWith("application/json")) {
            return type.isEmpty() ? "without words" : "with " + type.split(";", 2)[0];
        }
        String text = text().strip();
        return "with " + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text);
    }

    private String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** At most an hour: a server that asks for more is asked again to find out. */
    private static Duration bounded(Duration pause) {
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(MOST) > 0 ? MOST : pause;
    }
}
