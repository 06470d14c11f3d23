package org.beeyard.github;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** GitHub did not do what was asked. The message is a clause that says what happened. */
public final class Fault extends IOException {

    private static final long serialVersionUID = 1;

    /** What helps. */
    public enum Kind {
        /** No connection, or it broke: whether the request was carried out is unknown. */
        UNREACHABLE,
        /** A rate limit, primary or secondary, or 503: later. */
        BUSY,
        /** 5xx, or an answer that is not what the API documents: later, perhaps; whether it was carried out is unknown. */
        BROKEN,
        /** 401 or 403: the credentials are wrong or may not do this. */
        FORBIDDEN,
        /** 404: the object is gone or never was, or whoever asks may not know of it. */
        MISSING,
        /** Any other 4xx: the same request will always be refused. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<Duration> pause;

    Fault(Kind kind, String message, Optional<Duration> pause) {
        super(message);
        this.kind = kind;
        this.pause = pause;
    }

    Fault(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** How long the server asks to be left alone. */
    public Optional<Duration> pause() {
        return pause;
    }

    /** Whether the same request can succeed later: rights that were lost, of which a 404 may be a sign, may come back. */
    public boolean passes() {
        return switch (kind) {
            case UNREACHABLE, BUSY, BROKEN, FORBIDDEN, MISSING -> true;
            case REFUSED -> false;
        };
    }

    /** The fault behind what the library made of it. */
    static Fault of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
        }
        return new Fault(
                Kind.BROKEN,
                "the answer cannot be read: "
                        + String.valueOf(thrown.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("no reason"));
    }
}
