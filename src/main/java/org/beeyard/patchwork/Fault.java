package org.beeyard.patchwork;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Patchwork did not do what was asked. The message is a clause that says what happened. */
public final class Fault extends IOException {

    private static final long serialVersionUID = 1;

    /** What helps. */
    public enum Kind {
        /** No connection, or it broke: whether the request was carried out is unknown. */
        UNREACHABLE,
        /** 429 or 503: later. */
        BUSY,
        /** 5xx, or an answer that is not what the API documents: later, perhaps. */
        BROKEN,
        /** 401 or 403: the token is wrong or may not do this. */
        FORBIDDEN,
        /** 404: the object is gone or never was. */
        MISSING,
        /** Any other 4xx: the same request will always be refused. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    Fault(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Fault(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** How long the server asks to be left alone. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same request can succeed later without anybody changing it. */
    public boolean passes() {
        return switch (kind) {
            case UNREACHABLE, BUSY, BROKEN, FORBIDDEN -> true;
            case MISSING, REFUSED -> false;
        };
    }
}
