package org.beeyard.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.testout.JsonReport;
import org.beeyard.testout.ScriptOutput;

/** Runs a custom suite's script beside the sources of a base, or of a series on it. */
final class SourceSuite {

    /** Exit statuses of {@code timeout}. */
    private static final int TOO_LONG = 124;

    private static final int KILLED = 137;

    private final AttemptSpec spec;
    private final AttemptSpec.Check check;
    private final Places places;
    private final Fetching fetching;
    private final LogShipper log;
    private final ResultShipper results;
    private final Progress progress;
    private final Sandbox sandbox;
    private final Clock clock;
    private final OomKills kills;

    SourceSuite(
            AttemptSpec spec,
            AttemptSpec.Check check,
            Places places,
            Fetching fetching,
            LogShipper log,
            ResultShipper results,
            Progress progress,
            Sandbox sandbox,
            Clock clock,
            OomKills kills) {
        this.spec = spec;
        this.check = check;
        this.places = places;
        this.fetching = fetching;
        this.log = log;
        this.results = results;
        this.progress = progress;
        this.sandbox = sandbox;
        this.clock = clock;
        this.kills = kills;
    }

    Conclusion run() throws IOException, InterruptedException {
        step("fetching sources");
        Archives archives = new Archives(fetching, sandbox, places.work(), log::line);
        Path source = new NodeCache(places).sources(check.source(), empty -> archives.unpack(check.source(), empty));
        Path ci = folder("ci");
        archives.unpack(check.ci(), ci);
        if (!hasScript(ci)) {
            return Conclusion.error(
                    InfraReason.AGENT_FAILED,
                    "The CI configuration has no script " + check.custom().script() + ".");
        }
        Path changed = Files.write(places.work().resolve("changed"), check.changed());
        Path report = folder("report");
        Box box = new Box()
                .memory(spec.limits().memoryBytes())
                .env(Map.of("ARCH", check.arch(), "BEEYARD_REPORT", "/work/report/report.json"))
                .readOnly(source, "/inputs/pristine")
                .readOnly(ci, "/inputs/ci")
                .readOnly(changed, "/inputs/changed")
                .writable(report, "/work/report");
        Path upper = folder("source");
        Path work = folder("source-work");
        if (check.delta() != null) {
            step("applying the series");
            Path delta = places.work().resolve("delta.tar");
            fetching.fetch(check.delta().sha256(), delta);
            int status = sandbox.run(
                    new Box()
                            .readOnly(source, "/inputs/pristine")
                            .overlay(List.of(source), upper, work, "/src/linux")
                            .readOnly(delta, "/inputs/delta.tar")
                            .command("/inputs/scripts/source-apply", "/inputs/delta.tar"),
                    log::line);
            if (status != 0) {
                return Conclusion.error(
                        InfraReason.AGENT_FAILED,
                        "The series' files could not be laid over the sources (exit status " + status + ").");
            }
        }
        return ran(box.overlay(List.of(source), upper, work, "/src/linux"), report);
    }

    /** Looked for where it will run, for it may be a link; and before it runs, for it may end with any exit status. */
    private boolean hasScript(Path ci) throws IOException, InterruptedException {
        Box box = new Box()
                .readOnly(ci, "/inputs/ci")
                .command("test", "-f", "/inputs/ci/" + check.custom().script());
        return sandbox.run(box, log::line) != 1;
    }

    private Conclusion ran(Box box, Path report) throws InterruptedException, IOException {
        step("running " + check.suite());
        long killedBefore = kills.count();
        Instant start = clock.instant();
        ScriptOutput output = new ScriptOutput(check.suite(), check.custom().report(), start, results::report);
        int status = sandbox.run(
                box.command(
                        "timeout",
                        "-k",
                        "10",
                        Integer.toString(check.seconds()),
                        "/inputs/scripts/source-suite",
                        check.custom().script()),
                line -> {
                    log.line(line);
                    output.reader().line(line, clock.instant());
                });
        Instant end = clock.instant();
        output.reader().end(end);
        if (status == Sandbox.NOT_SET_UP) {
            return Conclusion.error(InfraReason.AGENT_FAILED, "The script's surroundings could not be set up.");
        }
        // A script may use timeout itself, and end as that does long before its own time is over.
        boolean late = Duration.between(start, end).toSeconds() >= check.seconds();
        if (late && (status == TOO_LONG || status == KILLED)) {
            return ended(Ending.TIMED_OUT, "The script did not end within " + check.seconds() + " s.");
        }
        boolean lackedMemory = kills.counted().isPresent() ? kills.count() > killedBefore : status == KILLED;
        if (status != 0 && lackedMemory) {
            return Conclusion.error(
                    InfraReason.OUT_OF_MEMORY,
                    "The script, or something that it ran, was killed, most likely for want of memory.");
        }
        ScriptOutput.Ended how = output.ended(status, file(report), end);
        return ended(how.passed() ? Ending.PASSED : Ending.FAILED, how.sentence());
    }

    private static Optional<String> file(Path folder) {
        return new ListFolder(folder)
                .read("report.json", JsonReport.LONGEST)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Conclusion ended(Ending ending, String sentence) {
        return new Conclusion(ending, null, sentence, "none", 0, List.of(), List.of());
    }

    private void step(String name) {
        log.line("##[step] " + name);
        progress.step(name, 0);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(places.work().resolve(name));
    }
}
