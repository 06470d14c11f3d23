package org.beeyard.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server did not do what was asked. The message is a clause that says what happened. */
public final class Fault extends IOException {

    private static final long serialVersionUID = 1;

    public enum Kind {
        /** No connection, or no answer in time: later. */
        UNREACHABLE,
        /** A limit of requests, or 503: later. */
        BUSY,
        /** The answer is larger than what is taken of it: so will the next one be. */
        TOO_LARGE,
        /** 5xx, or an answer that is not what the API documents: later, perhaps. */
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
    private final transient Optional<Duration> late;

    /**
     * @param pause see {@link #pause()}
     * @param late see {@link #late()}
     */
    public Fault(Kind kind, String message, Optional<Duration> pause, Optional<Duration> late) {
        super(message);
        this.kind = kind;
        this.pause = pause;
        this.late = late;
    }

    public Fault(Kind kind, String message) {
        this(kind, message, Optional.empty(), Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** For how long the server wants to be left alone, as far as it said. */
    public Optional<Duration> pause() {
        return pause;
    }

    /**
     * For how long yet it may be done all the same, without anybody's hearing of it: whoever looks earlier whether it was, and does it
     * again, may have it twice. Empty when there was nothing to be done, and when the server itself said that it was not, or was not reached.
     */
    public Optional<Duration> late() {
        return late;
    }

    /** Whether other requests would fail, too, for now. */
    public boolean concernsAll() {
        return switch (kind) {
            case UNREACHABLE, BUSY, FORBIDDEN -> true;
            case TOO_LARGE, BROKEN, MISSING, REFUSED -> false;
        };
    }
}
