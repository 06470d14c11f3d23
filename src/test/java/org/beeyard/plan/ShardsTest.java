package org.beeyard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.beeyard.plan.Shards.Share;
import org.beeyard.plan.Shards.Suite;
import org.junit.jupiter.api.Test;

/** How suites are split over VMs. */
class ShardsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Suite UNKNOWN = new Suite(Map.of());

    @Test
    void the_longest_test_gets_a_vm_of_its_own_when_the_others_take_as_long_together() {
        List<Share> shares = Shards.split(seconds(Map.of("long", 60, "a", 30, "b", 20, "c", 10)), 2);
        assertThat(shares)
                .containsExactly(new Share(1, 2, List.of("a", "b", "c")), new Share(2, 2, List.of("a", "b", "c")));
    }

    @Test
    void every_test_is_run_by_one_vm_and_what_nobody_knows_by_the_first() {
        Suite suite = tests(100, 7);
        List<Share> shares = Shards.split(suite, 3);
        Set<String> run = new HashSet<>(suite.times().keySet());
        run.removeAll(shares.getFirst().tests());
        for (Share share : shares.subList(1, 3)) {
            for (String test : share.tests()) {
                assertThat(run.add(test)).as(test).isTrue();
            }
        }
        assertThat(run).hasSize(100);
    }

    @Test
    void the_same_times_give_the_same_split() {
        assertThat(Shards.split(tests(50, 1), 4)).isEqualTo(Shards.split(tests(50, 1), 4));
    }

    @Test
    void one_vm_runs_all() {
        assertThat(Shards.split(tests(50, 1), 1)).containsExactly(Share.WHOLE);
    }

    @Test
    void a_suite_is_split_over_the_vms_that_are_free() {
        assertThat(Shards.allot(List.of(tests(100, 10)), 3, 8, MINUTE)).containsExactly(3);
    }

    @Test
    void no_suite_waits_for_another_that_is_split() {
        assertThat(Shards.allot(List.of(tests(100, 10), tests(100, 1), UNKNOWN), 4, 8, Duration.ofSeconds(10)))
                .containsExactly(2, 1, 1);
    }

    @Test
    void spare_vms_go_where_they_shorten_the_longest() {
        assertThat(Shards.allot(List.of(tests(100, 10), tests(100, 6)), 6, 8, MINUTE))
                .containsExactly(4, 2);
    }

    @Test
    void a_vm_that_has_hardly_anything_to_do_is_not_booted() {
        assertThat(Shards.allot(List.of(tests(15, 10)), 8, 8, MINUTE)).containsExactly(2);
    }

    @Test
    void nobody_waits_longer_than_for_the_longest_test() {
        assertThat(Shards.allot(List.of(seconds(Map.of("long", 600, "a", 60, "b", 60))), 8, 8, Duration.ofSeconds(1)))
                .containsExactly(2);
    }

    @Test
    void there_is_a_most_for_one_suite() {
        assertThat(Shards.allot(List.of(tests(1_000, 10)), 50, 4, MINUTE)).containsExactly(4);
    }

    @Test
    void where_nothing_is_free_each_suite_waits_for_one_vm() {
        assertThat(Shards.allot(List.of(tests(100, 10), tests(100, 10)), 0, 8, MINUTE))
                .containsExactly(1, 1);
    }

    @Test
    void a_suite_that_nobody_has_timed_is_run_as_a_whole() {
        assertThat(Shards.allot(List.of(UNKNOWN), 8, 8, Duration.ZERO)).containsExactly(1);
    }

    private static Suite tests(int count, int seconds) {
        Map<String, Integer> times = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> times.put("t" + i, seconds));
        return seconds(times);
    }

    private static Suite seconds(Map<String, Integer> seconds) {
        Map<String, Duration> times = new LinkedHashMap<>();
        seconds.forEach((test, time) -> times.put(test, Duration.ofSeconds(time)));
        return new Suite(times);
    }
}
