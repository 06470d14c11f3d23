package org.beeyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Matrix ROW =
            new Matrix("x86_64", "gcc", List.of("test_progs", "test_maps"), "small", List.of(), List.of());
    private static final List<Plan.Pool> LOCAL = List.of(new Plan.Pool("local", "any"));

    @Test
    void builds_once_and_runs_each_suite_on_it() throws Plan.Impossible {
        List<PlannedJob> jobs = Plan.base(List.of(ROW), LOCAL);
        assertThat(jobs)
                .extracting(PlannedJob::name)
                .containsExactly("build x86_64 gcc", "test_progs x86_64 gcc", "test_maps x86_64 gcc");
        assertThat(jobs.get(2).needs()).containsExactly("build x86_64 gcc");
    }

    @Test
    void lets_the_build_of_a_series_start_where_the_one_of_its_base_ended() throws Plan.Impossible {
        List<PlannedJob> jobs = Plan.series(List.of(ROW), LOCAL);
        assertThat(jobs.getFirst().needsOfBase()).containsExactly("build x86_64 gcc");
        assertThat(jobs.get(1).needsOfBase()).isEmpty();
    }

    @Test
    void prefers_the_pool_of_the_architecture_and_builds_in_the_build_pool() throws Plan.Impossible {
        List<Plan.Pool> pools =
                List.of(new Plan.Pool("any", "any"), new Plan.Pool("build", "x86_64"), new Plan.Pool("kvm", "x86_64"));
        assertThat(Plan.base(List.of(ROW), pools)).extracting(PlannedJob::pool).containsExactly("build", "kvm", "kvm");
    }

    @Test
    void says_which_architecture_has_no_pool() {
        assertThatThrownBy(() -> Plan.base(List.of(ROW), List.of(new Plan.Pool("arm", "aarch64"))))
                .hasMessage("No pool runs x86_64; name one under pools: in the farm's configuration.");
    }

    @Test
    void says_which_job_the_matrix_names_twice() {
        assertThatThrownBy(() -> Plan.base(List.of(ROW, ROW), LOCAL))
                .hasMessage("The matrix names build x86_64 gcc twice; take one of the rows or suites out.");
    }
}
