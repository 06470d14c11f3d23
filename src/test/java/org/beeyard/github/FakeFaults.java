package org.beeyard.github;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults to come, each for some requests. */
final class FakeFaults {

    private static final class Planned {
        final FakeGithub.Fault fault;
        final String method;
        final String part;
        int left;

        Planned(FakeGithub.Fault fault, String method, String part, int times) {
            this.fault = fault;
            this.method = method;
            this.part = part;
            this.left = times;
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    synchronized void plan(FakeGithub.Fault fault, String method, String part, int times) {
        planned.add(new Planned(fault, method, part, times));
    }

    synchronized void forget() {
        planned.clear();
    }

    /** Of those planned for this request, the one that was planned first. */
    synchronized FakeGithub.@Nullable Fault take(String method, String target) {
        for (Planned next : planned) {
            if (next.left > 0 && next.method.equals(method) && target.contains(next.part)) {
                next.left--;
                return next.fault;
            }
        }
        return null;
    }
}
