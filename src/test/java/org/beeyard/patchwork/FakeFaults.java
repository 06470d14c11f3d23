package org.beeyard.patchwork;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults to come, each for some requests. */
final class FakeFaults {

    private static final class Planned {
        final FakePatchwork.Fault fault;
        final String method;
        final String part;
        int left;

        Planned(FakePatchwork.Fault fault, String method, String part, int times) {
            this.fault = fault;
            this.method = method;
            this.part = part;
            this.left = times;
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    void plan(FakePatchwork.Fault fault, String method, String part, int times) {
        planned.add(new Planned(fault, method, part, times));
    }

    void forget() {
        planned.clear();
    }

    /** The fault of this request: of those planned for it, the one that was planned first. */
    FakePatchwork.@Nullable Fault take(String method, String target) {
        for (Planned next : planned) {
            if (next.left > 0 && next.method.equals(method) && target.contains(next.part)) {
                next.left--;
                return next.fault;
            }
        }
        return null;
    }
}
