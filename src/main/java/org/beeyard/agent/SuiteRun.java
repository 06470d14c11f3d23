package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.agent.Sandbox.Box;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.Splat;
import org.beeyard.testout.SuiteReader;

/** Boots a kernel and runs one suite on it. */
final class SuiteRun {

    private static final int BOOT_TRIES = 3;
    private static final int BOOT_SECONDS_KVM = 80;
    private static final int BOOT_SECONDS_TCG = 180;
    private static final int KVM_PROBE_SECONDS = 30;

    /** Exit statuses of a suite that is not there. */
    private static final Set<Integer> NO_RUNNER = Set.of(98, 99, 126, 127);

    /** Lines on the console beyond which it was the kernel that wrote them, not the firmware. */
    private static final int KERNEL_SPEAKS = 3;

    private final AttemptSpec.Test test;
    private final Places places;
    private final FarmClient farm;
    private final LogShipper log;
    private final ResultShipper results;
    private final Progress progress;
    private final Sandbox sandbox;
    private final Clock clock;

    SuiteRun(
            AttemptSpec.Test test,
            Places places,
            FarmClient farm,
            LogShipper log,
            ResultShipper results,
            Progress progress,
            Sandbox sandbox,
            Clock clock) {
        this.test = test;
        this.places = places;
        this.farm = farm;
        this.log = log;
        this.results = results;
        this.progress = progress;
        this.sandbox = sandbox;
        this.clock = clock;
    }

    Conclusion run() throws IOException, InterruptedException {
        Acceleration acceleration = new Acceleration(places.cache());
        Acceleration.Choice choice = acceleration.choose(test.acceleration(), test.arch());
        log.line("beeyard: " + choice.why());
        if (!choice.possible()) {
            return Conclusion.error(InfraReason.KVM_UNAVAILABLE, choice.why());
        }
        step("fetching the kernel", 0);
        Path bundle = unpacked();
        Path inputs = inputs();
        boolean kvm = choice.kvm();
        for (int attempt = 1; ; attempt++) {
            Booted booted = boot(bundle, inputs, kvm);
            if (booted.guest().ready().isPresent()) {
                return judged(booted, kvm);
            }
            log.line("beeyard: boot " + attempt + " of " + BOOT_TRIES + " ended before the guest was ready: "
                    + ending(booted));
            if (kvm && booted.lines() <= KERNEL_SPEAKS) {
                String why = "on this host a kernel does not boot with it";
                acceleration.broken(why);
                if (test.acceleration().equals("required")) {
                    return Conclusion.error(InfraReason.KVM_UNAVAILABLE, "KVM does not work: " + why + ".");
                }
                kvm = false;
                log.line("beeyard: KVM is not used until this host boots again; the VM is emulated (TCG) and slower");
            }
            if (attempt == BOOT_TRIES) {
                return neverReady(booted, kvm);
            }
        }
    }

    /** What one boot gave. */
    private record Booted(Vm.Ran ran, GuestWords guest, ConsoleReader console, SuiteReader suite, long lines) {}

    private Booted boot(Path bundle, Path inputs, boolean kvm) throws IOException, InterruptedException {
        step("booting", 0);
        GuestWords guest = new GuestWords();
        ConsoleReader console = new ConsoleReader();
        SuiteReader suite = SuiteReader.of(test.suite(), clock.instant(), guest::listed, report -> {
            results.report(report);
            if (report.subtest() == null) {
                if (test.only().isEmpty() && !guest.listed().isEmpty()) {
                    progress.expect(guest.listed().size());
                }
                progress.unitDone();
            }
        });
        long[] lines = new long[1];
        Vm.Times times = new Vm.Times(
                kvm && test.acceleration().equals("preferred")
                        ? KVM_PROBE_SECONDS
                        : kvm ? BOOT_SECONDS_KVM : BOOT_SECONDS_TCG,
                test.silentSeconds(),
                test.seconds());
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
        return new Booted(ran, guest, console, suite, lines[0]);
    }

    private Path unpacked() throws IOException, InterruptedException {
        Path archive = places.work().resolve("vm.tar.zst");
        farm.download(test.vm().sha256(), archive);
        Path bundle = Files.createDirectories(places.work().resolve("bundle"));
        // The archive was made where a stranger's makefile ran: it is unpacked where strangers' programs run.
        int status = sandbox.run(
                new Box()
                        .readOnly(archive, "/inputs/vm.tar.zst")
                        .writable(bundle, "/work/bundle")
                        .command("tar", "--zstd", "--no-same-owner", "-xf", "/inputs/vm.tar.zst", "-C", "/work/bundle"),
                log::line);
        if (status != 0) {
            throw new IOException("the kernel could not be unpacked (exit status " + status + ")");
        }
        Files.delete(archive);
        return bundle;
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
        if (!test.only().isEmpty()) {
            Files.write(inputs.resolve("only"), test.only());
        }
        if (!test.deny().isEmpty()) {
            Files.write(inputs.resolve("deny"), test.deny());
        }
        Path selftests = places.work().resolve("bundle/selftests");
        if (Files.isDirectory(selftests, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Files.move(selftests, inputs.resolve("selftests"));
        }
        return inputs;
    }

    private Conclusion judged(Booted booted, boolean kvm) {
        List<Splat> splats = booted.console().splats();
        Optional<Integer> exit = booted.guest().exit();
        List<String> expected = test.only().isEmpty() ? booted.guest().listed() : test.only();
        boolean finished = exit.isPresent() && booted.suite().finished();
        Optional<String> running = Optional.empty();
        if (!finished && !expected.isEmpty()) {
            running = lost(booted, expected);
        }
        String during = running.map(name -> " while " + name + " ran").orElse("");
        if (exit.isEmpty() && booted.console().panicked()) {
            return ended(
                    Ending.FAILED,
                    "The kernel panicked" + during + ": "
                            + booted.console().firstWords().orElse("no reason was printed") + ".",
                    kvm,
                    splats);
        }
        return switch (booted.ran().cut()) {
            case SILENCE ->
                ended(
                        Ending.TIMED_OUT,
                        "The VM hung: nothing was heard of it for " + test.silentSeconds() + " s" + during + ".",
                        kvm,
                        splats);
            case TIME ->
                ended(
                        Ending.TIMED_OUT,
                        "The suite did not end within " + test.seconds() + " s" + during + ".",
                        kvm,
                        splats);
            case BOOT, NONE -> byItself(booted, during, kvm, splats);
        };
    }

    private Conclusion byItself(Booted booted, String during, boolean kvm, List<Splat> splats) {
        Optional<Integer> exit = booted.guest().exit();
        int status = booted.ran().status();
        if (exit.isPresent() && NO_RUNNER.contains(exit.get())) {
            return Conclusion.error(
                    InfraReason.AGENT_FAILED,
                    "The VM has no " + test.suite() + " to run (exit status " + exit.get() + ").");
        }
        if (exit.isPresent()) {
            return ended(exit.get() == 0 ? Ending.PASSED : Ending.FAILED, exitWords(exit.get(), booted), kvm, splats);
        }
        if (status == 0) {
            // QEMU ends well when its guest resets or powers off, and nobody but the guest can have done that
            return ended(Ending.FAILED, "The VM went down without a word" + during + ".", kvm, splats);
        }
        return status == 137
                ? Conclusion.error(
                        InfraReason.OUT_OF_MEMORY,
                        "QEMU was killed" + during + ", most likely for want of memory on the host.")
                : Conclusion.error(InfraReason.AGENT_FAILED, "QEMU failed" + during + ": " + ending(booted));
    }

    /** Reports what never came; with tests one after the other, the first of them was running. */
    private Optional<String> lost(Booted booted, List<String> expected) {
        List<String> missing = booted.suite().missing(expected);
        boolean serial = !test.suite().endsWith("_parallel");
        Optional<String> running = serial && !missing.isEmpty() ? Optional.of(missing.getFirst()) : Optional.empty();
        for (String name : missing) {
            boolean culprit = running.map(name::equals).orElse(false);
            results.report(new TestReport(
                    name,
                    null,
                    culprit ? Outcome.ERROR : Outcome.MISSING,
                    -1,
                    culprit ? booted.suite().unfinishedLog() : null));
        }
        return running;
    }

    private String exitWords(int status, Booted booted) {
        String counts = booted.suite().words();
        return switch (status) {
            case 0 -> counts + ".";
            case 1 -> counts + ".";
            case 134, 139 -> test.suite() + " crashed (exit status " + status + "). " + counts + ".";
            default -> test.suite() + " ended with exit status " + status + ". " + counts + ".";
        };
    }

    private static Conclusion ended(Ending ending, String sentence, boolean kvm, List<Splat> splats) {
        return new Conclusion(ending, null, sentence, kvm ? "kvm" : "tcg", 0, List.of(), splats);
    }

    private Conclusion neverReady(Booted last, boolean kvm) {
        List<Splat> splats = last.console().splats();
        // A kernel that has printed is running; three deaths in a row are its own.
        boolean kernelSpoke = last.lines() > KERNEL_SPEAKS;
        return kernelSpoke
                ? ended(
                        Ending.FAILED,
                        "The kernel does not boot, in " + BOOT_TRIES + " of " + BOOT_TRIES + " tries: " + ending(last),
                        kvm,
                        splats)
                : Conclusion.error(
                        InfraReason.BOOT_FAILED, "No kernel came up in " + BOOT_TRIES + " tries: " + ending(last));
    }

    private static String ending(Booted booted) {
        if (booted.ran().cut() == Vm.Cut.BOOT) {
            return "it was not ready in time.";
        }
        return booted.console()
                .firstWords()
                .map(words -> words + ".")
                .orElseGet(() -> "QEMU's exit status was " + booted.ran().status()
                        + (booted.ran().words().isEmpty()
                                ? "."
                                : ": " + booted.ran().words().getFirst()));
    }

    private void step(String name, int expected) {
        log.line("##[step] " + name);
        progress.step(name, expected);
    }
}
