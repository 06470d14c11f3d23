package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.junit.jupiter.api.Test;

/** A tree on a server that is away now and then. */
class HeadsTest {

    private static final CommitId FIRST = new CommitId("1".repeat(40));
    private static final CommitId SECOND = new CommitId("2".repeat(40));
    private static final Origin ELSEWHERE = new Elsewhere();

    private final Settable clock = new Settable();
    private Answer server = () -> FIRST;
    private int asked;
    private final Heads heads = new Heads(trees(), clock);

    @Test
    void stays_where_it_was_while_its_server_is_away() throws Exception {
        heads.lastKnown("trees.bpf", ELSEWHERE);
        server = HeadsTest::away;
        clock.later();
        assertThat(heads.lastKnown("trees.bpf", ELSEWHERE)).isEqualTo(FIRST);
        assertThat(heads.lastKnown("trees.bpf", ELSEWHERE)).isEqualTo(FIRST);
        assertThat(asked).as("once in five minutes").isEqualTo(2);
        clock.later();
        server = () -> SECOND;
        assertThat(heads.lastKnown("trees.bpf", ELSEWHERE)).isEqualTo(SECOND);
    }

    @Test
    void is_not_said_to_have_been_asked_while_its_server_is_away() throws Exception {
        heads.lastKnown("trees.bpf", ELSEWHERE);
        server = HeadsTest::away;
        clock.later();
        heads.lastKnown("trees.bpf", ELSEWHERE);
        assertThatThrownBy(() -> heads.newest("trees.bpf", ELSEWHERE)).hasMessage("away");
    }

    @Test
    void is_nowhere_before_it_was_had_once() {
        server = HeadsTest::away;
        assertThatThrownBy(() -> heads.lastKnown("trees.bpf", ELSEWHERE)).isInstanceOf(IOException.class);
    }

    @Test
    void is_nowhere_when_its_server_has_it_no_more() throws Exception {
        heads.lastKnown("trees.bpf", ELSEWHERE);
        server = () -> {
            throw new UnknownTree("no branch");
        };
        clock.later();
        assertThatThrownBy(() -> heads.lastKnown("trees.bpf", ELSEWHERE)).isInstanceOf(UnknownTree.class);
    }

    private interface Answer {
        CommitId head() throws IOException, UnknownTree;
    }

    private static CommitId away() throws IOException {
        throw new IOException("away");
    }

    private KernelTrees trees() {
        return (KernelTrees) Proxy.newProxyInstance(
                KernelTrees.class.getClassLoader(), new Class<?>[] {KernelTrees.class}, (_, _, _) -> {
                    asked++;
                    return server.head();
                });
    }

    private static final class Elsewhere implements Origin {
        @Override
        public Optional<String> git() {
            return Optional.of("https://git.example/bpf.git");
        }

        @Override
        public Optional<java.nio.file.Path> repository() {
            return Optional.empty();
        }

        @Override
        public Optional<java.nio.file.Path> source() {
            return Optional.empty();
        }

        @Override
        public String branch() {
            return "master";
        }
    }

    private static final class Settable extends Clock {

        private Instant now = Instant.parse("2026-01-01T12:00:00Z");

        void later() {
            now = now.plus(Duration.ofMinutes(6));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
