package org.beeyard.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server did not do what was asked. The message is a clause that says what happened. */
public final class Fault extends IOException {

    private static final long serialVersionUID = 1;

    public enum Kind {
        /** No connection, or no answer in time: later. Whether it was carried out is unknown. */
        UNREACHABLE,
        /** A limit of requests, or 503: later. */
        BUSY,
        /** 5xx, or an answer that is not what the API documents: later, perhaps; whether it was carried out is unknown. */
        BROKEN,
        /** 401 or 403: the credentials are wrong or may not do this. */
        FORBIDDEN,
        /** 404: the object is gone or never was, or whoever asks may not know of it. */
        MISSING,
        /** 4xx: the request is not one that can succeed. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<Duration> pause;

    public Fault(Kind kind, String message, Optional<Duration> pause) {
        super(message);
        this.kind = kind;
        this.pause = pause;
    }

    public Fault(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** For how long the server wants to be left alone, as far as it said. */
    public Optional<Duration> pause() {
        return pause;
    }

    /** Whether other requests would fail, too, for now. */
    public boolean concernsAll() {
        return switch (kind) {
            case UNREACHABLE, BUSY, FORBIDDEN -> true;
            case BROKEN, MISSING, REFUSED -> false;
        };
    }
}
