package org.beeyard.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Manifest;
import org.beeyard.protocol.Started;
import org.jspecify.annotations.Nullable;

/** One attempt, from its spec to its manifest. Beside the work, one thread tells the farm how it goes and watches limits. */
final class Attendance {

    private static final long HEARTBEAT_MILLIS = 2_000;
    private static final int DISK_EVERY = 10;

    /** The work knows its time and says more when it ends by itself. */
    private static final int MARGIN_SECONDS = 60;

    private static final long DISK_RESERVE = 512L << 20;

    /** Exit statuses: the farm has the manifest; the farm wants nothing of it; it could not be delivered. */
    private static final int DELIVERED = 0;

    private static final int DISMISSED = 3;
    private static final int UNDELIVERED = 4;

    private final FarmClient farm;
    private final Places places;
    private final Fetching fetching;
    private final Clock clock;
    private final Sandbox sandbox;
    private final Progress progress = new Progress();
    private final AtomicReference<@Nullable Conclusion> stopped = new AtomicReference<>();
    private volatile boolean dismissed;
    private volatile boolean over;

    Attendance(FarmClient farm, Places places, Fetching fetching, Sandbox sandbox, Clock clock) {
        this.farm = farm;
        this.places = places;
        this.fetching = fetching;
        this.clock = clock;
        this.sandbox = sandbox;
    }

    int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::stop));
        try {
            AttemptSpec spec = farm.spec();
            farm.start(started());
            Deadline deadline = Deadline.in(spec.limits().seconds());
            Thread watch = Thread.ofPlatform().daemon().name("watch").start(() -> watch(spec.limits(), deadline));
            return attend(spec, deadline, watch);
        } catch (FarmClient.Dismissed e) {
            System.err.println("beeyard agent: " + e.getMessage());
            return DISMISSED;
        } catch (IOException e) {
            System.err.println("beeyard agent: " + e.getMessage());
            return UNDELIVERED;
        } finally {
            over = true;
        }
    }

    private int attend(AttemptSpec spec, Deadline deadline, Thread watch) throws IOException, InterruptedException {
        LogShipper log = new LogShipper(farm, places.work(), spec.limits().logBytes());
        ResultShipper results = new ResultShipper(farm);
        sandbox.warning().ifPresent(words -> log.line("beeyard: " + words));
        Conclusion conclusion = conclude(spec, deadline, log, results);
        if (dismissed) {
            return DISMISSED;
        }
        lastWords(log, conclusion);
        progress.rename("delivering");
        results.close();
        log.close();
        List<Manifest.Artifact> artifacts = new ArrayList<>();
        for (Conclusion.Product product : conclusion.files()) {
            artifacts.add(delivered(product));
        }
        farm.finish(new Manifest(
                true,
                conclusion.ending(),
                conclusion.reason(),
                conclusion.sentence(),
                conclusion.accelerator(),
                results.reports(),
                results.batches(),
                log.size(),
                log.dropped(),
                conclusion.steps(),
                cpuMillis(),
                artifacts,
                conclusion.splats().stream()
                        .map(s -> new Manifest.SplatReport(
                                s.kind().name(), s.fingerprint(), s.title(), s.line(), s.text()))
                        .toList(),
                conclusion
                        .lists()
                        .map(lists -> new Manifest.Lists(lists.allow(), lists.deny(), lists.sources()))
                        .orElse(null),
                conclusion.built().orElse(null),
                conclusion.died()));
        over = true;
        watch.interrupt();
        return DELIVERED;
    }

    private static void lastWords(LogShipper log, Conclusion conclusion) {
        try {
            log.line("beeyard: " + conclusion.ending() + ". " + conclusion.sentence());
        } catch (LogShipper.WorkFolderFull e) {
            System.err.println("beeyard agent: the log's last line could not be written: " + e.getMessage());
        }
    }

    private Conclusion conclude(AttemptSpec spec, Deadline deadline, LogShipper log, ResultShipper results)
            throws InterruptedException {
        OomKills kills = OomKills.ofThisProcess();
        Conclusion conclusion;
        try {
            conclusion = switch (spec.work()) {
                case AttemptSpec.Build build ->
                    new KernelBuild(spec, build, places, fetching, log, progress, sandbox, kills).run();
                case AttemptSpec.Check check ->
                    new SourceSuite(spec, check, places, fetching, log, results, progress, sandbox, clock, kills).run();
                case AttemptSpec.Probe probe -> new PlaceProbe(probe, places, log, sandbox).run();
                case AttemptSpec.Test test ->
                    new SuiteRun(test, places, fetching, log, results, progress, sandbox, clock, deadline).run();
            };
        } catch (LogShipper.WorkFolderFull e) {
            conclusion =
                    Conclusion.error(InfraReason.DISK_FULL, "The work folder cannot be written: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            InfraReason reason = String.valueOf(e.getMessage()).contains("No space left")
                    ? InfraReason.DISK_FULL
                    : InfraReason.AGENT_FAILED;
            conclusion = Conclusion.error(reason, "The agent failed: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            if (stopped.get() == null) {
                throw e;
            }
            conclusion = Conclusion.timedOut("");
        }
        Conclusion why = stopped.get();
        return why == null ? conclusion : conclusion.stoppedBy(why);
    }

    /** Tells the farm how it goes, and stops the work when the farm, the time or the disk says so. */
    private void watch(AttemptSpec.Limits limits, Deadline deadline) {
        long heard = System.nanoTime();
        for (int tick = 0; !over; tick++) {
            try {
                if (farm.heartbeat(progress.heartbeat())) {
                    dismissed = true;
                    stop(Conclusion.timedOut("The farm has cancelled the attempt."));
                }
                heard = System.nanoTime();
            } catch (IOException e) {
                // the farm is away; what has to arrive is repeated where it is sent, as long as that may help
                if (System.nanoTime() - heard > FarmClient.PATIENCE.toNanos()) {
                    stop(Conclusion.error(InfraReason.HEARTBEAT_LOST, "The farm was away for too long."));
                }
            } catch (InterruptedException e) {
                return;
            }
            if (deadline.left() < -MARGIN_SECONDS) {
                stop(Conclusion.timedOut("The attempt did not end within " + limits.seconds() + " s; it was at: "
                        + progress.heartbeat().step() + "."));
            }
            if (tick % DISK_EVERY == DISK_EVERY - 1) {
                watchDisk(limits.diskBytes());
            }
            try {
                Thread.sleep(HEARTBEAT_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void watchDisk(long limit) {
        try {
            FileStore store = Files.getFileStore(places.work());
            if (store.getUsableSpace() < DISK_RESERVE) {
                stop(Conclusion.error(InfraReason.DISK_FULL, "The disk of the work folder is full."));
            }
            long used = DiskUse.of(places.work());
            if (used > limit) {
                stop(new Conclusion(
                        Ending.FAILED,
                        null,
                        "The attempt wrote " + (used >> 20) + " MiB; its limit is " + (limit >> 20) + " MiB.",
                        null,
                        0,
                        List.of(),
                        List.of()));
            }
        } catch (IOException e) {
            // files come and go while we count; the next look counts again
        }
    }

    private void stop(Conclusion why) {
        if (stopped.compareAndSet(null, why)) {
            sandbox.stop();
        }
    }

    private Manifest.Artifact delivered(Conclusion.Product product) throws IOException, InterruptedException {
        String sha256 = Digests.of(product.file());
        farm.upload(sha256, product.file());
        return new Manifest.Artifact(product.name(), sha256, Files.size(product.file()));
    }

    private Started started() throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Started(
                AttemptSpec.PROTOCOL,
                host(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                Files.getFileStore(places.work()).getUsableSpace());
    }

    private static String host() throws IOException {
        String told = System.getenv("BEEYARD_HOST");
        return told != null
                ? told
                : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    /** Processor time of everything that has run below this process, from the kernel's count of ended children. */
    private static long cpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10;
    }
}
