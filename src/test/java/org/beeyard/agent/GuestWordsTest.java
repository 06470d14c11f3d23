package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GuestWordsTest {

    private final GuestWords guest = new GuestWords();

    @Test
    void hears_readiness_the_list_and_the_exit_status() {
        guest.line("ready uptime=3.35 kernel=6.12.0 arch=x86_64");
        guest.line("list atomics");
        guest.line("list verifier_and");
        guest.line("wanted atomics");
        guest.line("listed");
        guest.line("list late");
        guest.line("exit test_progs 1");
        guest.line("done");
        assertThat(guest.ready()).hasValue("uptime=3.35 kernel=6.12.0 arch=x86_64");
        assertThat(guest.listed()).containsExactly("atomics", "verifier_and");
        assertThat(guest.wanted()).containsExactly("atomics");
        assertThat(guest.exit()).hasValue(1);
    }

    @Test
    @Timeout(4)
    void does_not_wait_for_the_list_of_a_guest_that_is_gone() {
        guest.line("list atomics");
        guest.over();
        assertThat(guest.listed()).containsExactly("atomics");
    }

    @Test
    void takes_an_exit_status_that_is_none_for_a_failure() {
        guest.line("exit test_progs 0; rm -rf /");
        assertThat(guest.exit()).hasValue(255);
    }
}
