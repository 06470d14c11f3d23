package org.beeyard.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final Duration EVERY = Duration.ofHours(1);

    @Test
    void no_more_are_opened_than_there_is_room_for_and_a_closed_one_makes_room() {
        Streams streams = new Streams(1);
        Cancellable one = streams.ticks(EVERY).subscribe().with(_ -> {});
        assertThatThrownBy(() -> streams.ticks(EVERY)).isInstanceOf(ServiceUnavailableException.class);
        one.cancel();
        assertThat(streams.open()).isZero();
        streams.ticks(EVERY);
    }

    @Test
    void the_first_look_is_at_once() {
        AtomicInteger ticks = new AtomicInteger();
        Cancellable stream = new Streams(1).ticks(EVERY).subscribe().with(_ -> ticks.incrementAndGet());
        Awaitility.await().until(() -> ticks.get() == 1);
        stream.cancel();
    }

    @Test
    void what_many_look_at_is_made_once_in_a_while() {
        AtomicInteger made = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Shared<Integer> shared = new Shared<>(made::incrementAndGet, Duration.ofNanos(3), now::get);
        assertThat(shared.get()).isEqualTo(1);
        now.set(2);
        assertThat(shared.get()).isEqualTo(1);
        now.set(3);
        assertThat(shared.get()).isEqualTo(2);
    }

    @Test
    void who_has_come_later_gets_nothing_from_before() {
        AtomicInteger made = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Shared<Integer> shared = new Shared<>(made::incrementAndGet, Duration.ofNanos(3), now::get);
        assertThat(shared.get()).isEqualTo(1);
        now.set(1);
        assertThat(shared.since(1)).isEqualTo(2);
        now.set(2);
        assertThat(shared.since(1)).isEqualTo(2);
    }

    @Test
    void of_many_things_each_is_made_by_itself_and_those_asked_for_long_ago_are_forgotten() {
        List<String> made = new ArrayList<>();
        SharedByKey<String, Boolean> shared = new SharedByKey<>(made::add, Duration.ofNanos(3), () -> 0, 2);
        List.of("a", "b", "a", "b", "c", "b", "a").forEach(shared::get);
        assertThat(made).containsExactly("a", "b", "c", "a");
    }
}
