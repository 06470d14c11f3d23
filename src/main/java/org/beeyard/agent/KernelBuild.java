package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.LeftName;
import org.beeyard.testout.BuildErrors;
import org.beeyard.testout.BuildWarnings;
import org.jspecify.annotations.Nullable;

/** Makes a kernel and its selftests from a base and what a series changes. */
final class KernelBuild {

    private static final Pattern STEP =
            Pattern.compile("^  (?:\\[[A-Z]\\] )?[A-Z][A-Z0-9_.-]{0,15}(?: \\[M\\])? +\\S.*");
    private static final Pattern QUOTE = Pattern.compile("^ *\\d* \\| ");
    private static final int KILLED = 137;
    private static final String ABSENT = "There is no ";
    private static final String NO_SELFTESTS = "The selftests do not build";
    private static final String DISK_FULL = "No space left on device";
    private static final Pattern NO_MEMORY =
            Pattern.compile("memory exhausted|Killed signal terminated|[Oo]ut of memory|[Cc]annot allocate memory");

    private final AttemptSpec spec;
    private final AttemptSpec.Build build;
    private final Places places;
    private final Fetching fetching;
    private final LogShipper log;
    private final Progress progress;
    private final Sandbox sandbox;
    private final NodeCache cache;
    private final OomKills kills;
    private final List<String> errors = new ArrayList<>();
    private final BuildWarnings warnings = new BuildWarnings();
    private @Nullable String absent;
    private int steps;
    private long killedBefore;
    private @Nullable InfraReason trouble;

    KernelBuild(
            AttemptSpec spec,
            AttemptSpec.Build build,
            Places places,
            Fetching fetching,
            LogShipper log,
            Progress progress,
            Sandbox sandbox,
            OomKills kills) {
        this.spec = spec;
        this.build = build;
        this.places = places;
        this.fetching = fetching;
        this.log = log;
        this.progress = progress;
        this.sandbox = sandbox;
        this.kills = kills;
        this.cache = new NodeCache(places);
    }

    Conclusion run() throws IOException, InterruptedException {
        killedBefore = kills.count();
        step("fetching sources", 0);
        Archives archives = new Archives(fetching, sandbox, places.work(), this::line);
        Path source = cache.sources(build.source(), empty -> archives.unpack(build.source(), empty));
        Path ci = folder("ci");
        if (build.ci() != null) {
            archives.unpack(build.ci(), ci);
        }
        Optional<NodeCache.Output> output = output(archives);
        if (build.output() != null && output.isEmpty()) {
            log.line("beeyard: the base's build output is not on this machine; everything is built from scratch");
        }
        NodeCache.Output mine = new NodeCache.Output(folder("source"), folder("out"));
        Layers layers = new Layers(source, ci, output, mine, folder("source-work"), folder("out-work"));
        Optional<Conclusion> trouble = build.kernelFirst() ? kernel(layers) : applied(layers);
        if (trouble.isEmpty()) {
            trouble = build.kernelFirst() ? applied(layers) : kernel(layers);
        }
        if (trouble.isPresent()) {
            return trouble.get();
        }
        step("building the selftests", build.expectedSteps(), build.kernelFirst());
        List<String> command = new ArrayList<>(List.of("/inputs/scripts/selftests-build"));
        command.addAll(tests());
        int selftests = sandbox.run(box(layers).command(command.toArray(String[]::new)), this::line);
        if (selftests != 0 && shortage(selftests)) {
            return infra(selftests, NO_SELFTESTS); // those that were built are no measure of what the sources are worth
        }
        step("packing", 0, false);
        Path product = folder("product");
        int packed = sandbox.run(
                box(layers)
                        .writable(product, "/work/product")
                        .writable(folder("pack"), "/work/pack")
                        .command("/inputs/scripts/vm-pack", "/work/product/" + LeftName.VM),
                this::line);
        if (packed != 0) {
            return failed(selftests != 0 ? selftests : packed, NO_SELFTESTS);
        }
        if (selftests != 0) {
            log.line("beeyard: some selftests do not build; their tests cannot be run");
        }
        List<Conclusion.Product> products = new ArrayList<>();
        products.add(new Conclusion.Product(LeftName.VM, product.resolve(LeftName.VM)));
        if (build.deliverOutput()) {
            products.add(new Conclusion.Product(LeftName.OUTPUT, packedOutput(layers, product)));
        } else if (build.keepOutput() != null) {
            cache.keep(build.keepOutput(), mine);
        }
        return new Conclusion(
                        Ending.PASSED,
                        null,
                        "Built with " + steps + " commands"
                                + (selftests == 0 ? "." : "; some selftests do not build: " + firstError() + "."),
                        null,
                        steps,
                        products,
                        List.of())
                .with(Made.of(warnings, places.work().resolve("pack")));
    }

    /** Lays the series over the sources; empty when it is there. */
    private Optional<Conclusion> applied(Layers layers) throws IOException, InterruptedException {
        if (build.delta() == null) {
            return Optional.empty();
        }
        step(build.kernelFirst() ? "putting the repository's files in the kernel's place" : "applying the series", 0);
        Path delta = places.work().resolve("delta.tar");
        fetching.fetch(build.delta().sha256(), delta);
        int status = sandbox.run(
                box(layers)
                        .readOnly(delta, "/inputs/delta.tar")
                        .command("/inputs/scripts/source-apply", "/inputs/delta.tar"),
                this::line);
        return status == 0
                ? Optional.empty()
                : Optional.of(infra(status, "The series' files could not be laid over the sources"));
    }

    /** Empty when there is a kernel. */
    private Optional<Conclusion> kernel(Layers layers) throws IOException, InterruptedException {
        if (build.kernelFirst() && layers.below().isPresent()) {
            log.line("beeyard: the kernel is the one that the base's build has made");
            return Optional.empty();
        }
        step("building the kernel", build.expectedSteps());
        int status = sandbox.run(box(layers).command("/inputs/scripts/kernel-build", build.kernelConfig()), this::line);
        return status == 0 ? Optional.empty() : Optional.of(failed(status, "The kernel does not build"));
    }

    private Optional<NodeCache.Output> output(Archives archives) throws IOException, InterruptedException {
        Optional<NodeCache.Output> here = build.output() == null ? Optional.empty() : cache.output(build.output());
        if (here.isPresent() || build.outputBlob() == null) {
            return here;
        }
        step("fetching the base's build output", 0);
        Path base = folder("base");
        archives.unpack(build.outputBlob(), base);
        return Optional.of(new NodeCache.Output(base.resolve("linux"), base.resolve("out")));
    }

    private Path packedOutput(Layers layers, Path product) throws IOException, InterruptedException {
        step("packing the build output", 0, false);
        int status = sandbox.run(
                box(layers)
                        .readOnly(Pod.merged(layers.sourceWork()), "/inputs/merged")
                        .writable(product, "/work/product")
                        .command("/inputs/scripts/output-pack", "/work/product/" + LeftName.OUTPUT),
                this::line);
        if (status != 0) {
            throw new IOException("the build output could not be packed (exit status " + status + ")");
        }
        Path packed = product.resolve(LeftName.OUTPUT);
        fetching.keep(Digests.of(packed), packed);
        return packed;
    }

    private record Layers(
            Path pristine,
            Path ci,
            Optional<NodeCache.Output> below,
            NodeCache.Output mine,
            Path sourceWork,
            Path outWork) {}

    private Box box(Layers layers) throws IOException {
        List<Path> sources = new ArrayList<>();
        layers.below().ifPresent(below -> sources.add(below.source()));
        sources.add(layers.pristine());
        Box box = new Box()
                .env(Map.of(
                        "ARCH",
                        build.arch(),
                        "COMPILER",
                        build.compiler(),
                        "JOBS",
                        Integer.toString(
                                spec.limits().cpus() > 0
                                        ? spec.limits().cpus()
                                        : Runtime.getRuntime().availableProcessors()),
                        "TARGETS",
                        String.join(" ", build.targets())))
                .readOnly(layers.pristine(), "/inputs/pristine")
                .readOnly(layers.ci(), "/inputs/ci")
                .overlay(sources, layers.mine().source(), layers.sourceWork(), "/src/linux");
        if (build.asan()) {
            box.anyAddresses(); // its tools run while it builds
        } else {
            box.memory(spec.limits().memoryBytes());
        }
        if (build.keepOutput() != null) {
            box.writable(cache.compilations(), "/cache/compiler");
        }
        return layers.below().isPresent()
                ? box.overlay(List.of(layers.below().get().out()), layers.mine().out(), layers.outWork(), "/src/out")
                : box.writable(layers.mine().out(), "/src/out");
    }

    /** The tests asked for, and the ones that the series brings or changes. */
    private TreeSet<String> tests() {
        TreeSet<String> tests = new TreeSet<>(build.tests());
        if (!tests.isEmpty()) {
            Pattern test = Pattern.compile("tools/testing/selftests/bpf/prog_tests/([\\w-]+)\\.c");
            build.changed().stream()
                    .map(test::matcher)
                    .filter(java.util.regex.Matcher::matches)
                    .forEach(m -> tests.add(m.group(1)));
        }
        return tests;
    }

    private void line(String line) {
        log.line(line);
        warnings.line(line);
        if (line.startsWith(ABSENT)) {
            absent = line;
        }
        if (STEP.matcher(line).matches()) {
            steps++;
            progress.unitDone();
        } else if (line.length() > 2000 || QUOTE.matcher(line).find()) {
            // no message of a compiler, or what it quotes of the sources
        } else if (line.contains(DISK_FULL)) {
            trouble = InfraReason.DISK_FULL;
        } else if (NO_MEMORY.matcher(line).find()) {
            trouble = InfraReason.OUT_OF_MEMORY;
        } else if (errors.size() < 50 && BuildErrors.isError(line)) {
            errors.add(line.strip());
        }
    }

    private Conclusion failed(int status, String what) throws IOException {
        if (status == Sandbox.NOT_SET_UP || shortage(status)) {
            return infra(status, what);
        }
        return new Conclusion(Ending.FAILED, null, what + ": " + firstError() + ".", null, steps, List.of(), List.of());
    }

    /** Whether it was memory or disk that something with this exit status did not have. */
    private boolean shortage(int status) throws IOException {
        if (trouble == null && (status == KILLED || kills.count() > killedBefore)) {
            trouble = InfraReason.OUT_OF_MEMORY;
        }
        return trouble != null;
    }

    private Conclusion infra(int status, String what) {
        InfraReason reason =
                trouble != null ? trouble : status == KILLED ? InfraReason.OUT_OF_MEMORY : InfraReason.AGENT_FAILED;
        String why = reason == InfraReason.DISK_FULL
                ? "the work folder has no space left"
                : reason == InfraReason.OUT_OF_MEMORY ? "there was not enough memory" : "exit status " + status;
        return Conclusion.error(
                reason,
                status == Sandbox.NOT_SET_UP && absent != null
                        ? absent
                        : what + ": " + why + ", see the end of the log.");
    }

    private String firstError() {
        return errors.isEmpty()
                ? "no error message was recognised, see the end of the log"
                : errors.getFirst().replace("/src/linux/", "").replaceAll("\\.+$", "");
    }

    private void step(String name, int expected) {
        step(name, expected, true);
    }

    private void step(String name, int expected, boolean fresh) {
        log.line("##[step] " + name);
        if (fresh) {
            progress.step(name, expected);
        } else {
            progress.rename(name);
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(places.work().resolve(name));
    }
}
