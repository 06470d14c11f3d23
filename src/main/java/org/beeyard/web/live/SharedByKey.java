package org.beeyard.web.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Things that many ask for again and again, each made for all of them at once; those asked for long ago are forgotten. */
public final class SharedByKey<K, T> {

    private final Function<K, T> make;
    private final Duration fresh;
    private final LongSupplier nanos;
    private final Map<K, Shared<T>> known;

    /** @param most how many are known at a time */
    public SharedByKey(Function<K, T> make, Duration fresh, LongSupplier nanos, int most) {
        this.make = make;
        this.fresh = fresh;
        this.nanos = nanos;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Shared<T>> eldest) {
                return size() > most;
            }
        };
    }

    public T get(K key) {
        return of(key).get(); // who asks for another does not wait for this one
    }

    private synchronized Shared<T> of(K key) {
        return known.computeIfAbsent(key, asked -> new Shared<>(() -> make.apply(asked), fresh, nanos));
    }
}
