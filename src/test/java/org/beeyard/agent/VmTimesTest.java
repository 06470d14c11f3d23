package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VmTimesTest {

    private final Vm.Times times = new Vm.Times(60, 180, 600, 3600);

    @Test
    void a_vm_that_says_nothing_at_all_is_stopped_long_before_one_that_boots_slowly() {
        assertThat(times.after(false, false, 60, 60)).isEqualTo(Vm.Cut.NONE);
        assertThat(times.after(false, false, 61, 61)).isEqualTo(Vm.Cut.MUTE);
        assertThat(times.after(true, false, 180, 20)).isEqualTo(Vm.Cut.NONE);
        assertThat(times.after(true, false, 181, 20)).isEqualTo(Vm.Cut.BOOT);
    }

    @Test
    void a_guest_that_is_ready_has_as_long_as_it_speaks_and_its_time_is_not_over() {
        assertThat(times.after(true, true, 3600, 600)).isEqualTo(Vm.Cut.NONE);
        assertThat(times.after(true, true, 700, 601)).isEqualTo(Vm.Cut.SILENCE);
        assertThat(times.after(true, true, 3601, 1)).isEqualTo(Vm.Cut.TIME);
    }
}
