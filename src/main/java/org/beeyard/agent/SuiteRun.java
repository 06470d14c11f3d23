package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.GrepPattern;
import org.beeyard.testout.ScriptOutput;
import org.beeyard.testout.SuiteReader;
import org.beeyard.testout.Unbuilt;

/** Boots a kernel and runs one suite on it. */
final class SuiteRun {

    private static final int WORD_SECONDS = 60;
    private static final int BOOT_SECONDS_KVM = 80;
    private static final int BOOT_SECONDS_TCG = 180;
    private static final int KVM_PROBE_SECONDS = 30;

    private final AttemptSpec.Test test;
    private final Places places;
    private final Fetching fetching;
    private final LogShipper log;
    private final ResultShipper results;
    private final Progress progress;
    private final Sandbox sandbox;
    private final Clock clock;
    private final Deadline deadline;

    SuiteRun(
            AttemptSpec.Test test,
            Places places,
            Fetching fetching,
            LogShipper log,
            ResultShipper results,
            Progress progress,
            Sandbox sandbox,
            Clock clock,
            Deadline deadline) {
        this.test = test;
        this.places = places;
        this.fetching = fetching;
        this.log = log;
        this.results = results;
        this.progress = progress;
        this.sandbox = sandbox;
        this.clock = clock;
        this.deadline = deadline;
    }

    Conclusion run() throws IOException, InterruptedException {
        Acceleration.Choice choice = new Acceleration(places.cache()).choose(test.acceleration(), test.arch());
        log.line("beeyard: " + choice.why());
        if (!choice.possible()) {
            return Conclusion.error(InfraReason.KVM_UNAVAILABLE, choice.why());
        }
        step("fetching the kernel", 0);
        Archives archives = new Archives(fetching, sandbox, places.work(), log::line);
        Path bundle = places.work().resolve("bundle");
        archives.unpack(test.vm(), bundle);
        Optional<String> noGuest = Vm.initramfs(bundle) ? Optional.empty() : places.noGuest(test.arch());
        if (noGuest.isPresent()) {
            return Conclusion.error(InfraReason.QEMU_UNUSABLE, noGuest.get());
        }
        Path inputs = inputs();
        if (test.ci() != null) {
            archives.unpack(test.ci(), inputs.resolve("ci"));
        }
        if (test.custom() != null
                && !Files.isRegularFile(
                        inputs.resolve("ci").resolve(test.custom().script()))) {
            return Conclusion.error(
                    InfraReason.AGENT_FAILED,
                    "The CI configuration has no script " + test.custom().script() + ".");
        }
        if (unbuilt(inputs)) {
            return notBuilt();
        }
        TestLists lists = lists(inputs);
        if (test.share() != null && lists.leaveNothing()) {
            String words = "None of its tests are allowed any more.";
            return new Conclusion(Ending.PASSED, null, words, choice.kvm() ? "kvm" : "tcg", 0, List.of(), List.of())
                    .with(lists);
        }
        return leaving(ran(bundle, inputs, choice.kvm(), lists), bundle, inputs);
    }

    private Conclusion ran(Path bundle, Path inputs, boolean wanted, TestLists lists)
            throws IOException, InterruptedException {
        BootTries.Last last = new BootTries(test, new Acceleration(places.cache()), log::line)
                .run(wanted, kvm -> boot(bundle, inputs, kvm));
        Booted booted = last.booted();
        SuiteJudgement judgement = new SuiteJudgement(test, booted, last.kvm(), clock.instant());
        if (!booted.ready()) {
            return judgement.neverReady().with(lists);
        }
        judgement.lost().forEach(results::report);
        unbuilt(inputs, lists).forEach(results::report);
        if (booted.console().splatsBeyond() > 0) {
            log.line("beeyard: " + booted.console().splatsBeyond()
                    + " more splats are in this log, beyond those that are kept");
        }
        return judgement.conclusion().with(lists);
    }

    private List<TestReport> unbuilt(Path inputs, TestLists lists) {
        return Unbuilt.file(test.suite())
                .flatMap(file -> selftests(inputs, file))
                .map(text -> Unbuilt.tests(text, lists::want))
                .orElse(List.of());
    }

    private static Optional<String> selftests(Path inputs, String file) {
        return new ListFolder(inputs.resolve("selftests")).read(file);
    }

    private boolean unbuilt(Path inputs) {
        return test.custom() == null
                && selftests(inputs, "unbuilt-targets")
                        .filter(targets -> Unbuilt.runner(targets, test.suite()))
                        .isPresent();
    }

    /** That a runner does not build is the sources' own, as a kernel is that does not boot. */
    private Conclusion notBuilt() {
        return new Conclusion(
                Ending.FAILED,
                null,
                test.suite() + " was not built: the log of the build has the errors.",
                null,
                0,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    /** Of what failed others may want to see more than a log. */
    private Conclusion leaving(Conclusion conclusion, Path bundle, Path inputs) throws InterruptedException {
        return switch (conclusion.ending()) {
            case PASSED, ERROR, CANCELLED -> conclusion;
            case FAILED, TIMED_OUT -> {
                step("packing what runs it again", 0);
                boolean ownRoot = Vm.initramfs(bundle);
                try {
                    yield conclusion.with(new Leftovers(places, sandbox, log::line).pack(test.arch(), inputs, ownRoot));
                } catch (Sandbox.Stopped e) {
                    yield conclusion; // the verdict does not depend on it
                }
            }
        };
    }

    private Booted boot(Path bundle, Path inputs, boolean kvm) throws IOException, InterruptedException {
        step("booting", 0);
        GuestWords guest = new GuestWords();
        ConsoleReader console = console(inputs);
        Consumer<TestReport> reports = report -> {
            results.report(report);
            if (report.subtest() == null) {
                if (test.only().isEmpty() && !guest.wanted().isEmpty()) {
                    progress.expect(guest.wanted().size());
                }
                progress.unitDone();
            }
        };
        Instant start = clock.instant();
        Optional<ScriptOutput> script = Optional.ofNullable(test.custom())
                .map(custom -> new ScriptOutput(test.suite(), custom.report(), start, reports));
        SuiteReader suite = script.map(ScriptOutput::reader)
                .orElseGet(() -> SuiteReader.of(test.suite(), start, guest::listed, reports));
        long[] lines = new long[1];
        Vm.Times times = new Vm.Times(
                WORD_SECONDS,
                kvm && test.acceleration().equals("preferred")
                        ? KVM_PROBE_SECONDS
                        : kvm ? BOOT_SECONDS_KVM : BOOT_SECONDS_TCG,
                test.silentSeconds(),
                Math.clamp(deadline.left(), 0, test.seconds()));
        Vm.Listeners listeners = new Vm.Listeners(
                line -> {
                    synchronized (console) {
                        console.line(line);
                        lines[0]++;
                    }
                    log.line("[console] " + line);
                },
                line -> {
                    boolean first = guest.ready().isEmpty();
                    guest.line(line);
                    if (first && guest.ready().isPresent()) {
                        log.line("beeyard: the guest is ready, " + guest.ready().get());
                        step("running " + test.suite(), test.expectedTests());
                    }
                },
                line -> {
                    log.line(line);
                    suite.line(line, clock.instant());
                });
        Vm.Ran ran = new Vm(places, sandbox, log).run(test, bundle, inputs, kvm, times, guest, listeners);
        suite.end(clock.instant());
        return new Booted(ran, guest, console, suite, script, lines[0]);
    }

    private Path inputs() throws IOException {
        Path inputs = Files.createDirectories(places.work().resolve("vm"));
        Path init = inputs.resolve("vm-init");
        Files.copy(places.script("vm-init"), init);
        Path suites = Files.createDirectories(inputs.resolve("suites"));
        Path suite = suites.resolve(test.suite());
        Files.copy(places.script("suite"), suite);
        for (Path script : List.of(init, suite)) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path selftests = places.work().resolve("bundle/selftests");
        if (Files.isDirectory(selftests, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Files.move(selftests, inputs.resolve("selftests"));
        }
        return inputs;
    }

    /** Decides which tests are to run, and lays that down for the guest. */
    private TestLists lists(Path inputs) throws IOException {
        if (test.custom() != null) {
            Files.writeString(inputs.resolve("custom"), test.custom().script());
            Files.write(inputs.resolve("allow"), test.only());
            return new TestLists(test.only(), List.of(), List.of());
        }
        TestLists lists = TestLists.merged(
                new TestLists.Files(
                        new ListFolder(inputs.resolve("selftests"))::read, new ListFolder(inputs.resolve("ci"))::read),
                new TestLists.Place(test.suite(), test.arch(), test.deployment(), test.asan()),
                test.only(),
                test.deny());
        if (test.share() != null) {
            lists = lists.of(test.share());
        }
        Files.write(inputs.resolve("allow"), lists.allow());
        Files.write(inputs.resolve("deny"), lists.deny());
        log.line("beeyard: " + (lists.allow().isEmpty() ? "all" : lists.allow().size()) + " tests allowed and "
                + lists.deny().size() + " denied, by: "
                + (lists.sources().isEmpty() ? "no list" : String.join(", ", lists.sources())));
        return lists;
    }

    private static ConsoleReader console(Path inputs) {
        ListFolder ci = new ListFolder(inputs.resolve("ci"));
        return new ConsoleReader(
                ci.read("SPLAT_DENYLIST").map(GrepPattern::ofFile).orElse(List.of()),
                ci.read("SPLAT_ALLOWLIST").map(GrepPattern::ofFile).orElse(List.of()));
    }

    private void step(String name, int expected) {
        log.line("##[step] " + name);
        progress.step(name, expected);
    }
}
