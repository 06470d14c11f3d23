package org.beeyard.github;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;

/** What GitHub's answers mean: its limits, primary and secondary, and everything else that is no success. Pure. */
final class Faults {

    static final int NOT_MODIFIED = 304;

    /** What GitHub asks for where it does not say how long. */
    private static final Duration SECONDARY = Duration.ofMinutes(1);

    private Faults() {}

    /** @param late for how long yet may be done what was asked */
    static Optional<Fault> in(Answer answer, String what, Instant now, Optional<Duration> late) {
        int status = answer.status();
        if (status / 100 == 2 || status == NOT_MODIFIED) {
            return Optional.empty();
        }
        String words = what + " was answered " + status + " " + answer.words();
        if (isLimit(answer)) {
            Duration pause =
                    answer.retryAfter(now).or(() -> exhausted(answer, now)).orElse(SECONDARY);
            return Optional.of(new Fault(Fault.Kind.BUSY, words, Optional.of(pause), late));
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
            case UNREACHABLE, BUSY, TOO_LARGE, BROKEN, REFUSED -> "";
        };
        return Optional.of(new Fault(kind, words + advice, Optional.empty(), late));
    }

    /** For how long no request will be answered any more, also where this one was: the limit is used up. */
    static Optional<Duration> exhausted(Answer answer, Instant now) {
        return isUsedUp(answer)
                ? answer.header("X-RateLimit-Reset")
                        .filter(text -> text.matches("\\d{1,12}"))
                        .map(text -> Answer.bounded(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(text)))))
                : Optional.empty();
    }

    private static boolean isLimit(Answer answer) {
        return answer.status() == 429
                || answer.status() == 403
                        && (answer.header("Retry-After").isPresent()
                                || isUsedUp(answer)
                                || answer.text().contains("rate limit"));
    }

    private static boolean isUsedUp(Answer answer) {
        return answer.header("X-RateLimit-Remaining").filter("0"::equals).isPresent();
    }

    /** The fault behind what the library made of it. */
    static Fault behind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
        }
        return new Fault(
                Fault.Kind.BROKEN,
                "the answer cannot be read: "
                        + String.valueOf(thrown.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("no reason"));
    }
}
