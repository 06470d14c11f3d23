package org.beeyard.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults of a fake server that are to come, each for some requests. */
public final class FakeFaults<F> {

    private static final class Planned<F> {
        final F fault;
        final String method;
        final String part;
        int left;

        Planned(F fault, String method, String part, int times) {
            this.fault = fault;
            this.method = method;
            this.part = part;
            this.left = times;
        }
    }

    private final List<Planned<F>> planned = new ArrayList<>();

    public synchronized void plan(F fault, String method, String part, int times) {
        planned.add(new Planned<>(fault, method, part, times));
    }

    public synchronized void forget() {
        planned.clear();
    }

    /** Those that have not come yet, with the requests that they wait for. */
    public synchronized List<String> left() {
        return planned.stream()
                .filter(next -> next.left > 0)
                .map(next -> next.fault + " of " + next.method + " " + next.part)
                .toList();
    }

    /** Of those planned for this request, the one that was planned first. */
    public synchronized @Nullable F take(String method, String target) {
        for (Planned<F> next : planned) {
            if (next.left > 0 && next.method.equals(method) && target.contains(next.part)) {
                next.left--;
                return next.fault;
            }
        }
        return null;
    }
}
