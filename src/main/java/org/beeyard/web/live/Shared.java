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
        T known = last;
        if (known == null || nanos.getAsLong() - madeAt >= fresh) {
            known = make.get();
            last = known;
            madeAt = nanos.getAsLong();
        }
        return known;
    }
}
