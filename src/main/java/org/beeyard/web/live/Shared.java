package org.beeyard.web.live;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What many ask for again and again, made for all of them at once. */
public final class Shared<T> {

    private final Supplier<T> make;
    private final long fresh;
    private final LongSupplier nanos;
    private @Nullable T last;
    private long madeAt;

    /** @param nanos a count that nobody sets, as {@link System#nanoTime} */
    public Shared(Supplier<T> make, Duration fresh, LongSupplier nanos) {
        this.make = make;
        this.fresh = fresh.toNanos();
        this.nanos = nanos;
    }

    public synchronized T get() {
        return made(isStale());
    }

    /** One that was not begun before that moment: who has something newer already does not want it. */
    public synchronized T since(long moment) {
        return made(isStale() || madeAt - moment < 0);
    }

    private boolean isStale() {
        return nanos.getAsLong() - madeAt >= fresh;
    }

    private T made(boolean anew) {
        T known = last;
        if (known == null || anew) {
            long begun = nanos.getAsLong();
            known = make.get();
            last = known;
            madeAt = begun;
        }
        return known;
    }
}
