package org.beeyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
    void runs_a_custom_suite_where_and_with_what_it_asks_for() throws Plan.Impossible {
        CustomSuite inVm = new CustomSuite(
                "bpftool",
                List.of("x86_64"),
                new Script("suites/bpftool", Script.Where.VM, Script.Report.KTAP, 60),
                true);
        CustomSuite onSource = new CustomSuite(
                "checkpatch", List.of(), new Script("suites/cp", Script.Where.SOURCE, Script.Report.EXIT, 0), false);
        CustomSuite elsewhere = new CustomSuite("arm", List.of("aarch64"), inVm.script(), true);
        Matrix row = new Matrix(
                "x86_64",
                "gcc",
                List.of(),
                List.of(inVm, onSource, elsewhere),
                List.of(),
                "full",
                List.of(),
                List.of());
        List<Plan.Pool> pools = List.of(new Plan.Pool("build", "any"), new Plan.Pool("kvm", "x86_64"));
        List<PlannedJob> jobs = Plan.series(List.of(row), pools);
        assertThat(jobs)
                .extracting(PlannedJob::name, PlannedJob::pool, PlannedJob::needs, PlannedJob::blocking)
                .containsExactly(
                        tuple("build x86_64 gcc", "build", List.of(), true),
                        tuple("bpftool x86_64 gcc", "kvm", List.of("build x86_64 gcc"), true),
                        tuple("checkpatch x86_64 gcc", "build", List.of(), false));
        assertThat(jobs.get(1).script()).hasValue(inVm.script());
    }

    @Test
    void says_which_suite_there_is_not() {
        Matrix row = new Matrix("x86_64", "gcc", List.of("test_prog"), "full", List.of(), List.of());
        assertThatThrownBy(() -> Plan.base(List.of(row), LOCAL))
                .hasMessage("There is no suite test_prog; take it out of the matrix, or say under suites: what it is.");
    }

    @Test
    void has_upstreams_matrix_whose_parallel_runs_have_no_say() throws Plan.Impossible {
        List<Plan.Pool> pools =
                List.of(new Plan.Pool("any", "any"), new Plan.Pool("arm", "aarch64"), new Plan.Pool("z", "s390x"));
        List<PlannedJob> jobs = Plan.base(ReferenceMatrix.rows(pools), pools);
        assertThat(jobs.stream().filter(job -> job.kind() == JobKind.BUILD))
                .extracting(PlannedJob::name)
                .containsExactly("build x86_64 gcc", "build x86_64 clang", "build aarch64 gcc", "build s390x gcc");
        assertThat(jobs.stream().filter(job -> !job.blocking()))
                .extracting(PlannedJob::name)
                .containsExactly("test_progs_parallel x86_64 gcc", "test_progs_no_alu32_parallel x86_64 gcc");
        assertThat(jobs)
                .extracting(PlannedJob::name)
                .doesNotContain("test_maps s390x gcc")
                .contains("veristat x86_64 gcc");
    }

    @Test
    void has_of_upstreams_matrix_what_its_pools_can_build() throws Plan.Impossible {
        assertThat(ReferenceMatrix.rows(List.of(new Plan.Pool("local", "any"))))
                .extracting(Matrix::arch)
                .containsOnly("x86_64");
        assertThat(ReferenceMatrix.rows(List.of(new Plan.Pool("arm", "aarch64"))))
                .extracting(Matrix::arch)
                .containsOnly("aarch64");
    }

    @Test
    void says_which_job_the_matrix_names_twice() {
        assertThatThrownBy(() -> Plan.base(List.of(ROW, ROW), LOCAL))
                .hasMessage("The matrix names build x86_64 gcc twice; take one of the rows or suites out.");
    }
}
