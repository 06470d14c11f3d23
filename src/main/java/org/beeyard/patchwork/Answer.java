package org.beeyard.patchwork;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answered.
 *
 * @param link the {@code Link} header (RFC 8288)
 * @param retryAfter the {@code Retry-After} header: seconds, or a date
 */
record Answer(int status, String type, Optional<String> link, Optional<String> retryAfter, byte[] body) {

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,<]*\\brel=\"?next\"?");
    private static final Duration MOST = Duration.ofHours(1);
    private static final int QUOTED = 300;

    boolean isJson() {
        return type.startsWith("application/json");
    }

    /** The address of the next page, as given. */
    Optional<String> next() {
        Matcher next = NEXT.matcher(link.orElse(""));
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    /** At most an hour: a server that asks for more is asked again to find out. */
    Optional<Duration> pause(Instant now) {
        return retryAfter
                .flatMap(text -> {
                    try {
                        return text.matches("\\d{1,9}")
                                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                                : Optional.of(Duration.between(
                                        now,
                                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                                .toInstant()));
                    } catch (DateTimeParseException e) {
                        return Optional.empty();
                    }
                })
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause.compareTo(MOST) > 0 ? MOST : pause);
    }

    /** What the server says is wrong, bounded; JSON as it came, of anything else only what it is. */
    String words() {
        if (!isJson()) {
            return type.isEmpty() ? "without words" : "with " + type.split(";", 2)[0];
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return "with " + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text);
    }

    Optional<Fault> fault(String what, Instant now) {
        if (status / 100 == 2) {
            return Optional.empty();
        }
        Fault.Kind kind = switch (status) {
            case 429, 503 -> Fault.Kind.BUSY;
            case 401, 403 -> Fault.Kind.FORBIDDEN;
            case 404, 410 -> Fault.Kind.MISSING;
            case 408 -> Fault.Kind.UNREACHABLE;
            default -> status / 100 == 4 ? Fault.Kind.REFUSED : Fault.Kind.BROKEN;
        };
        String advice = kind == Fault.Kind.FORBIDDEN ? "; the token is wrong, or its user is no maintainer there" : "";
        return Optional.of(new Fault(kind, what + " was answered " + status + " " + words() + advice, pause(now)));
    }
}
