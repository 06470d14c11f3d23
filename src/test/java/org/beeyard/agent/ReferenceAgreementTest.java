package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.GrepPattern;
import org.beeyard.testout.SuiteReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What upstream's CI would say of real runs, and what we say of them: the same, but where it is told why not. */
class ReferenceAgreementTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SPLATS = """
            ^(\\[[^]]*\\] *)*(BUG|WARNING|UBSAN|Oops)[: ]
            ^(\\[[^]]*\\] *)*kernel BUG at
            ^(\\[[^]]*\\] *)*watchdog: .*(soft lockup|hard LOCKUP)
            ^(\\[[^]]*\\] *)*(rcu: )?INFO: (task .* blocked for more than|[_a-z]+ (self-)?detected stall)
            """;
    private static final String FORGIVEN = """
            WARNING: Unprivileged eBPF is enabled
            BUG: KASAN: stack-out-of-bounds in (stack_trace_consume_entry|filter_irq_stacks)\\+
            """;

    /** What upstream's CI looks at. */
    private record Theirs(Optional<String> exitstatus, List<String> dmesg) {

        /** The job's result, by upstream's rules: an empty file of statuses is none that is bad. */
        boolean good() {
            return exitstatus.isPresent() // nothing came of a VM that died, and its death is an error of its own
                    && exitstatus.get().lines().allMatch(line -> line.split(":", 3)[1].equals("0"))
                    && dmesg.stream().noneMatch(Theirs::splat);
        }

        private static boolean splat(String line) {
            return GrepPattern.ofFile(SPLATS).stream()
                            .anyMatch(deny -> deny.matcher(line).find())
                    && GrepPattern.ofFile(FORGIVEN).stream()
                            .noneMatch(allow -> allow.matcher(line).find());
        }
    }

    /** How we see the same run. */
    private static Conclusion ours(List<String> stdout, List<String> console, Optional<Integer> exit, Vm.Cut cut) {
        return ours("test_progs", stdout, console, exit, cut);
    }

    private static Conclusion ours(
            String name, List<String> stdout, List<String> console, Optional<Integer> exit, Vm.Cut cut) {
        GuestWords guest = new GuestWords();
        guest.line("ready uptime=9");
        guest.line("listed");
        exit.ifPresent(status -> guest.line("exit " + name + " " + status));
        ConsoleReader kernel = new ConsoleReader();
        console.forEach(kernel::line);
        SuiteReader suite = SuiteReader.of(name, START, List::of, report -> {});
        stdout.forEach(line -> suite.line(line, START));
        suite.end(START);
        Booted booted =
                new Booted(new Vm.Ran(0, cut, List.of()), guest, kernel, suite, Optional.empty(), console.size());
        return new SuiteJudgement(TestSpecs.of(name, false), booted, false, START).conclusion();
    }

    private static boolean good(Conclusion conclusion) {
        return conclusion.ending() == Ending.PASSED && conclusion.splats().isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            a warning under green tests, stdout-bug1.txt, console-bug1.log, 0, NONE,    PASSED,    WARNING
            a failing test,              stdout-bug2.txt, console-bug2.log, 1, NONE,    FAILED,
            an oops that panics,         stdout-bug3.txt, console-bug3.log,  , NONE,    FAILED,    OOPS
            a soft lockup that panics,   stdout-bug4.txt, console-bug4.log,  , NONE,    FAILED,    LOCKUP
            a task that hangs,           stdout-bug5.txt, console-bug5.log,  , SILENCE, TIMED_OUT, HUNG_TASK
            """)
    void calls_bad_what_the_reference_calls_bad(
            String name, String stdout, String console, Integer exit, Vm.Cut cut, Ending ending, String splat) {
        Theirs theirs = new Theirs(Optional.ofNullable(exit).map(rc -> "test_progs:" + rc), lines(console));
        Conclusion ours = ours(lines(stdout), lines(console), Optional.ofNullable(exit), cut);
        assertThat(theirs.good()).isFalse();
        assertThat(good(ours)).isFalse();
        assertThat(ours.ending()).isEqualTo(ending);
        assertThat(ours.splats().stream().map(s -> s.kind().name()).distinct())
                .containsExactlyElementsOf(Optional.ofNullable(splat).stream().toList());
    }

    @Test
    void calls_good_what_the_reference_calls_good() {
        List<String> console = lines("console-mini-clean-run.log");
        assertThat(new Theirs(Optional.of("test_progs:0"), console).good()).isTrue();
        assertThat(good(ours(lines("stdout-bug1.txt"), console, Optional.of(0), Vm.Cut.NONE)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"console-mini-sysrq-panic.log", "console-debian-cloud-amd64-exitinit.log"})
    void sees_in_the_console_the_panic_that_the_reference_sees_by_the_death_of_the_vm(String console) {
        assertThat(new Theirs(Optional.empty(), lines(console)).good()).isFalse();
        Conclusion ours = ours(List.of(), lines(console), Optional.empty(), Vm.Cut.NONE);
        assertThat(ours.ending()).isEqualTo(Ending.FAILED);
        assertThat(ours.sentence()).startsWith("The kernel panicked");
    }

    @Test
    void reads_a_file_of_statuses_as_the_reference_does() {
        List<String> failed = lines("exitstatus-failed.txt");
        assertThat(new Theirs(Optional.of(String.join("\n", failed)), List.of()).good())
                .isFalse();
        assertThat(failed)
                .allSatisfy(line -> assertThat(
                                good(ended(line.split(":", 3)[0], List.of(), Integer.parseInt(line.split(":", 3)[1]))))
                        .isFalse());
    }

    /** By the words of its own file, with a suite's real output where there is some; what veristat compares is the farm's to say. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "test_progs,          test_progs,    stdout-bug2.txt",
        "test_verifier,       test_verifier, test_verifier.stdout.txt.gz",
        "test_maps,           test_maps,",
        "bpftool,             bpftool,",
        "selftests/sched_ext, sched_ext,",
        "run_veristat_kernel, veristat,      veristat-kernel.csv"
    })
    void believes_a_suites_exit_status_as_the_reference_does(String theirName, String suite, String stdout) {
        List<String> said = stdout == null ? List.of() : lines(stdout);
        for (int status : List.of(0, 1)) {
            Theirs theirs = new Theirs(Optional.of(theirName + ":" + status), List.of());
            assertThat(theirs.good()).as("status %d", status).isEqualTo(status == 0);
            assertThat(good(ended(suite, said, status))).as("status %d", status).isEqualTo(theirs.good());
        }
    }

    private static Conclusion ended(String suite, List<String> stdout, int status) {
        return ours(suite, stdout, lines("console-mini-clean-run.log"), Optional.of(status), Vm.Cut.NONE);
    }

    /** Where we differ: there a suite that never said how it ended is good, as long as the VM itself ended well. */
    @Test
    void calls_bad_a_suite_that_says_nothing_which_the_reference_calls_good() {
        assertThat(new Theirs(Optional.of(""), List.of()).good()).isTrue();
        Conclusion ours = ours(List.of(), lines("console-mini-clean-run.log"), Optional.empty(), Vm.Cut.NONE);
        assertThat(ours.ending()).isEqualTo(Ending.FAILED);
        assertThat(ours.sentence()).isEqualTo("The VM went down without a word.");
    }

    @ParameterizedTest
    @CsvSource({
        "test_progs,          stdout-bug2.txt,                          test_progs-bug2.json",
        "test_progs,          test_progs-serial-with-failures.stdout.txt, test_progs-serial-with-failures.json",
        "test_progs_parallel, test_progs-parallel-stdout.txt,           test_progs_parallel.json",
        "test_progs_parallel, test_progs-full-parallel.stdout.txt.gz,   test_progs-full-parallel.json"
    })
    void counts_and_names_in_the_stream_what_the_runner_s_own_json_has(String suite, String stdout, String json)
            throws IOException {
        List<TestReport> reports = new ArrayList<>();
        SuiteReader reader = SuiteReader.of(suite, START, List::of, reports::add);
        for (String line : lines(stdout)) {
            reader.line(line, START);
            if (line.startsWith("Summary: ")) {
                break; // one of the files goes on with another runner
            }
        }
        JsonNode theirs = JsonMapper.builder().build().readTree(file(json));
        assertThat(reader.words())
                .isEqualTo(theirs.get("success") + "/" + theirs.get("success_subtest") + " passed, "
                        + theirs.get("skipped") + " skipped, " + theirs.get("failed") + " failed");
        assertThat(reader.unread()).isZero();
        Collection<String> failed = new TreeSet<>();
        theirs.get("results").forEach(test -> {
            if (test.get("failed").booleanValue()) {
                failed.add(test.get("name").textValue());
            }
        });
        assertThat(reports.stream()
                        // The reference knows none that do not fit: one of the files is of a run without some objects.
                        .filter(r ->
                                r.subtest() == null && (r.outcome() == Outcome.FAIL || r.outcome() == Outcome.UNFIT))
                        .map(TestReport::test))
                .containsExactlyInAnyOrderElementsOf(failed);
    }

    @Test
    void reads_each_of_test_verifiers_programs() {
        List<TestReport> reports = new ArrayList<>();
        SuiteReader reader = SuiteReader.of("test_verifier", START, List::of, reports::add);
        lines("test_verifier.stdout.txt.gz").forEach(line -> reader.line(line, START));
        reader.end(START);
        assertThat(reader.words()).isEqualTo("513 passed, 264 skipped, 13 failed");
        assertThat(reports.stream().filter(r -> r.outcome() == Outcome.FAIL))
                .hasSize(13)
                .allSatisfy(failed -> assertThat(failed.excerpt()).contains(failed.test() + " FAIL\n"));
        assertThat(reports.stream().map(TestReport::fullName).distinct().count())
                .isGreaterThan(700);
    }

    @Test
    void reads_each_of_veristats_rows() {
        List<TestReport> reports = new ArrayList<>();
        SuiteReader reader = SuiteReader.of("veristat", START, List::of, reports::add);
        lines("veristat-kernel.csv").forEach(line -> reader.line(line, START));
        assertThat(reports).hasSize(20);
        assertThat(reports.stream().filter(r -> r.outcome() == Outcome.PASS).map(TestReport::test))
                .containsExactly("test_skeleton.bpf.o:handler", "test_xdp.bpf.o:_xdp_tx_iptunnel");
    }

    private static List<String> lines(String name) {
        try (InputStream raw = file(name);
                BufferedReader text = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            return text.lines()
                    .map(line -> TRAILING.matcher(line).replaceFirst(""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Pattern TRAILING = Pattern.compile("\r$");

    private static InputStream file(String name) {
        return Objects.requireNonNull(ReferenceAgreementTest.class.getResourceAsStream("/reference/" + name), name);
    }
}
