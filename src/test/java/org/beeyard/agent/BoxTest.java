package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoxTest {

    @Test
    void each_process_has_a_bound_of_its_own() {
        assertThat(new Box().memory(1 << 30).manners()).contains("--as=1073741824", "--core=0", "--nproc=8192");
    }

    @Test
    void what_has_the_address_sanitizer_may_reserve_any_addresses() {
        assertThat(new Box().anyAddresses().manners()).contains("--as=unlimited", "--core=0", "--nproc=8192");
    }

    @Test
    void without_bounds_it_only_waits_for_others() {
        assertThat(new Box().manners()).containsExactly("choom", "-n", "500", "--", "nice", "-n", "5");
    }
}
