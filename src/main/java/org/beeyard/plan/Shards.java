package org.beeyard.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** How suites are split over VMs, so that all of a run ends early. Pure. */
public final class Shards {

    /**
     * The part of a suite that one VM runs.
     *
     * @param number from 1
     * @param of how many VMs there are
     * @param tests what it runs; of the first, what it leaves to the others: so a test of which nobody knows yet is run once
     */
    public record Share(int number, int of, List<String> tests) {

        public static final Share WHOLE = new Share(1, 1, List.of());

        public Share {
            tests = List.copyOf(tests);
        }
    }

    /**
     * What a suite's tests took the last time.
     *
     * @param times by test; empty when nobody knows
     */
    public record Suite(Map<String, Duration> times) {

        public Suite {
            times = Map.copyOf(times);
        }

        private Duration total() {
            return times.values().stream().reduce(Duration.ZERO, Duration::plus);
        }

        /** More VMs than this would wait for the longest test. */
        private int useful() {
            Duration longest = times.isEmpty() ? Duration.ZERO : Collections.max(times.values());
            return longest.isZero() ? 1 : (int) Math.ceilDiv(total().toMillis(), Math.max(1, longest.toMillis()));
        }
    }

    private Shards() {}

    /**
     * How many VMs each suite gets: one, and of those that are then still free whichever shortens the longest.
     *
     * @param free how many VMs may run now
     * @param most for one suite
     * @param least what a VM must have to do to be worth its boot
     */
    public static List<Integer> allot(List<Suite> suites, int free, int most, Duration least) {
        int[] counts = new int[suites.size()];
        Arrays.fill(counts, 1);
        for (int spare = free - suites.size(); spare > 0; spare--) {
            int longest = -1;
            for (int i = 0; i < counts.length; i++) {
                Suite suite = suites.get(i);
                boolean may = counts[i] < Math.min(most, suite.useful())
                        && suite.total().dividedBy(counts[i] + 1L).compareTo(least) >= 0;
                if (may
                        && (longest < 0
                                || each(suite, counts[i]).compareTo(each(suites.get(longest), counts[longest])) > 0)) {
                    longest = i;
                }
            }
            if (longest < 0) {
                break;
            }
            counts[longest]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    private static Duration each(Suite suite, int count) {
        return suite.total().dividedBy(count);
    }

    /** Longest first, each to the VM that has least to do. */
    public static List<Share> split(Suite suite, int count) {
        if (count == 1) {
            return List.of(Share.WHOLE);
        }
        List<Load> loads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loads.add(new Load());
        }
        PriorityQueue<Load> idle = new PriorityQueue<>(Comparator.comparing(load -> load.time));
        idle.addAll(loads);
        suite.times().entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(test -> {
                    Load load = idle.remove();
                    load.tests.add(test.getKey());
                    load.time = load.time.plus(test.getValue());
                    idle.add(load);
                });
        List<Share> shares = new ArrayList<>();
        List<String> ofOthers = loads.stream()
                .skip(1)
                .flatMap(load -> load.tests.stream())
                .sorted()
                .toList();
        shares.add(new Share(1, count, ofOthers));
        for (int i = 1; i < count; i++) {
            shares.add(
                    new Share(i + 1, count, loads.get(i).tests.stream().sorted().toList()));
        }
        return shares;
    }

    private static final class Load {
        private final List<String> tests = new ArrayList<>();
        private Duration time = Duration.ZERO;
    }
}
