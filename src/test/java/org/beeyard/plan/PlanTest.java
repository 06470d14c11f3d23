package org.beeyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Matrix ROW =
            new Matrix("x86_64", "gcc", List.of("test_progs", "test_maps"), "small", List.of(), List.of());
    private static final Plan.Pool CROSS =
            new Plan.Pool("farm", "x86_64", List.of("aarch64", "s390x"), List.of("aarch64", "s390x"));
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
                .hasMessage(
                        "No pool builds x86_64; add it to the builds: of a pool in the farm's configuration, or a pool of that arch.");
        assertThatThrownBy(() -> Plan.base(
                        List.of(ROW), List.of(new Plan.Pool("arm", "aarch64", List.of("x86_64"), List.of("s390x")))))
                .hasMessage(
                        "No pool boots x86_64; add it to the emulates: of a pool in the farm's configuration, or a pool of that arch.");
    }

    @Test
    void fills_upstreams_matrix_with_one_pool_that_cross_builds_and_emulates() throws Plan.Impossible {
        List<Plan.Pool> pools = List.of(CROSS);
        assertThat(ReferenceMatrix.rows(pools))
                .extracting(Matrix::arch, Matrix::compiler)
                .containsExactly(
                        tuple("x86_64", "gcc"),
                        tuple("x86_64", "clang"),
                        tuple("aarch64", "gcc"),
                        tuple("s390x", "gcc"),
                        tuple("x86_64", "gcc-asan"));
        assertThat(Plan.series(ReferenceMatrix.rows(pools), pools))
                .extracting(PlannedJob::pool)
                .containsOnly("farm");
    }

    @Test
    void builds_where_it_is_told_to_and_boots_on_a_machine_of_the_architecture_if_there_is_one()
            throws Plan.Impossible {
        List<Plan.Pool> pools = List.of(new Plan.Pool("arm", "aarch64"), CROSS);
        assertThat(Plan.base(List.of(row("aarch64")), pools))
                .extracting(PlannedJob::name, PlannedJob::pool)
                .containsExactly(tuple("build aarch64 gcc", "farm"), tuple("test_progs aarch64 gcc", "arm"));
        assertThat(Plan.base(List.of(row("s390x")), pools))
                .extracting(PlannedJob::pool)
                .containsExactly("farm", "farm");
    }

    @Test
    void keeps_jobs_of_another_architecture_from_a_pool_that_does_not_name_it() {
        List<Plan.Pool> pools = List.of(new Plan.Pool("build", "x86_64"), new Plan.Pool("vm", "x86_64"));
        assertThatThrownBy(() -> Plan.base(List.of(row("s390x")), pools))
                .hasMessageStartingWith("No pool builds s390x");
    }

    private static Matrix row(String arch) {
        return new Matrix(arch, "gcc", List.of("test_progs"), "small", List.of(), List.of());
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
    void a_toolchain_of_ones_own_is_part_of_the_names() throws Plan.Impossible {
        List<Matrix> rows = List.of(
                ROW,
                new Matrix("x86_64", "clang-18", List.of("test_progs"), "small", List.of(), List.of()),
                new Matrix(
                        "x86_64",
                        new Toolchain("gcc", true).name(),
                        List.of("test_progs", "test_progs-bpf_gcc"),
                        "small",
                        List.of(),
                        List.of()));
        assertThat(Plan.base(rows, LOCAL))
                .extracting(PlannedJob::name)
                .containsExactly(
                        "build x86_64 gcc",
                        "test_progs x86_64 gcc",
                        "test_maps x86_64 gcc",
                        "build x86_64 clang-18",
                        "test_progs x86_64 clang-18",
                        "build x86_64 gcc-asan",
                        "test_progs x86_64 gcc-asan",
                        "test_progs-bpf_gcc x86_64 gcc-asan");
        assertThat(Toolchain.of("gcc-asan")).isEqualTo(new Toolchain("gcc", true));
        assertThat(Toolchain.of("clang-18")).isEqualTo(new Toolchain("clang-18", false));
    }

    @Test
    void says_which_compiler_has_no_sanitizer_here() {
        Matrix row = new Matrix("x86_64", "clang-18-asan", List.of("test_progs"), "small", List.of(), List.of());
        assertThatThrownBy(() -> Plan.base(List.of(row), LOCAL))
                .hasMessage(
                        "The matrix wants asan with clang-18; selftests are built with the address sanitizer of gcc only.");
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
                .containsExactly(
                        "build x86_64 gcc",
                        "build x86_64 clang",
                        "build aarch64 gcc",
                        "build s390x gcc",
                        "build x86_64 gcc-asan",
                        "build aarch64 gcc-asan");
        assertThat(jobs.stream().filter(job -> !job.blocking()))
                .extracting(PlannedJob::name)
                .containsExactly("test_progs_parallel x86_64 gcc", "test_progs_no_alu32_parallel x86_64 gcc");
        assertThat(jobs)
                .extracting(PlannedJob::name)
                .doesNotContain("test_maps s390x gcc")
                .contains(
                        "veristat x86_64 gcc",
                        "bpftool x86_64 gcc",
                        "test_progs-bpf_gcc x86_64 gcc",
                        "test_progs x86_64 gcc-asan");
    }

    @Test
    void builds_with_the_address_sanitizer_on_a_machine_of_the_architecture() throws Plan.Impossible {
        List<Plan.Pool> pools = List.of(CROSS, new Plan.Pool("arm", "aarch64"));
        assertThat(Plan.base(ReferenceMatrix.rows(pools), pools))
                .filteredOn(job -> job.kind() == JobKind.BUILD && job.arch().equals("aarch64"))
                .extracting(PlannedJob::compiler, PlannedJob::pool)
                .containsExactly(tuple("gcc", "farm"), tuple("gcc-asan", "arm"));
    }

    @Test
    void has_of_upstreams_matrix_what_its_pools_can_build() throws Plan.Impossible {
        assertThat(ReferenceMatrix.rows(List.of(new Plan.Pool("local", "any"))))
                .extracting(Matrix::arch)
                .containsOnly("x86_64");
        assertThat(ReferenceMatrix.rows(List.of(new Plan.Pool("arm", "aarch64"))))
                .extracting(Matrix::arch)
                .containsOnly("aarch64");
        assertThat(ReferenceMatrix.rows(
                        List.of(new Plan.Pool("local", "x86_64", List.of("aarch64", "s390x"), List.of("s390x")))))
                .extracting(Matrix::arch)
                .containsOnly("x86_64", "s390x");
    }

    @Test
    void says_which_jobs_would_be_shown_as_one() {
        Script script = new Script("foo.sh", Script.Where.VM, Script.Report.EXIT, 0);
        assertThatThrownBy(() -> Plan.base(
                        List.of(
                                row("clang", new CustomSuite("foo", List.of(), script, true)),
                                row("gcc", new CustomSuite("foo-clang", List.of(), script, true))),
                        LOCAL))
                .hasMessage(
                        "The jobs foo x86_64 clang and foo-clang x86_64 gcc of the matrix have the same check, x86_64-foo-clang; call one of the suites otherwise.");
        assertThatThrownBy(() -> Plan.base(
                        List.of(new Matrix(
                                "x86_64",
                                "gcc",
                                List.of(),
                                List.of(
                                        new CustomSuite("a__b", List.of(), script, true),
                                        new CustomSuite("a_b", List.of(), script, true)),
                                List.of(),
                                "small",
                                List.of(),
                                List.of())),
                        LOCAL))
                .hasMessageContaining("have the same check, x86_64-a_b;");
    }

    private static Matrix row(String compiler, CustomSuite suite) {
        return new Matrix("x86_64", compiler, List.of(), List.of(suite), List.of(), "small", List.of(), List.of());
    }

    @Test
    void says_which_job_the_matrix_names_twice() {
        assertThatThrownBy(() -> Plan.base(List.of(ROW, ROW), LOCAL))
                .hasMessage("The matrix names build x86_64 gcc twice; take one of the rows or suites out.");
    }
}
