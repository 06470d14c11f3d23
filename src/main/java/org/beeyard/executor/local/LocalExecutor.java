package org.beeyard.executor.local;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.beeyard.executor.Executor;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.Sighting;
import org.beeyard.protocol.InfraReason;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Attempts as processes of this machine, each in a session and process group of its own. They outlive the farm: a file in
 * the work folder says which process an attempt is, and the next farm finds it there.
 */
@ApplicationScoped
class LocalExecutor implements Executor {

    private static final Logger log = Logger.getLogger(LocalExecutor.class);
    private static final String PROCESS = "process";
    private static final String WORDS = "agent.log";

    private final LocalConfig config;
    private final FarmAddress farm;
    private final Pools pools;
    private final String version;
    private final ControlGroups groups = ControlGroups.under(Path.of("/sys/fs/cgroup"));
    private volatile Optional<AgentProgram> program = Optional.empty();

    LocalExecutor(
            LocalConfig config,
            FarmAddress farm,
            Pools pools,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.farm = farm;
        this.pools = pools;
        this.version = version;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public synchronized Launch launch(String pool, Claim claim) throws IOException {
        if (!(look(claim.attempt()) instanceof Sighting.Absent)) {
            return new Launch.Launched();
        }
        Path work = folder(claim.attempt());
        owned(Files.createDirectories(config.cache()));
        owned(Files.createDirectories(work));
        Path token = work.resolve("token");
        Files.writeString(token, claim.token().text());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        owned(token);
        AgentProgram agent = installed();
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(groups.of(work).prefix(limits(pool)));
        if (isRoot() && !config.trustPatches()) {
            command.addAll(List.of("setpriv", "--reuid=" + config.uid(), "--regid=" + config.uid(), kvmGroup()));
        }
        // Root takes no code from a place that the user of the sandboxes owns.
        command.addAll(agent.command((config.trustPatches() ? config.runtime() : config.cache()).toAbsolutePath()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(WORDS).toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HOME", work.toString());
        builder.environment().put("BEEYARD_FARM", farm.url());
        builder.environment().put("BEEYARD_TOKEN_FILE", token.toString());
        builder.environment().put("BEEYARD_WORK", work.toString());
        builder.environment()
                .put("BEEYARD_CACHE", config.cache().toAbsolutePath().toString());
        builder.environment().put("BEEYARD_ROOT", config.root().toAbsolutePath().toString());
        builder.environment()
                .put("BEEYARD_GUESTS", config.guests().toAbsolutePath().toString());
        builder.environment().put("BEEYARD_SCRIPTS", agent.scripts().toString());
        if (config.trustPatches()) {
            builder.environment().put("BEEYARD_TRUSTED_UID", Integer.toString(config.uid()));
        }
        Process process = builder.start();
        process.getOutputStream().close();
        Path fresh = work.resolve(PROCESS + ".new");
        Files.writeString(fresh, process.pid() + " " + birth(process.pid()));
        Files.move(fresh, work.resolve(PROCESS), StandardCopyOption.ATOMIC_MOVE);
        log.infof("attempt %d started as process %d", claim.attempt(), process.pid());
        return new Launch.Launched();
    }

    private ControlGroup.Limits limits(String pool) {
        PoolConfig.Pool config = pools.named(pool).orElseThrow();
        return new ControlGroup.Limits(config.cpu(), config.attemptMemory().bytes());
    }

    /** A stranger to every group but that of the device that it may need. */
    private static String kvmGroup() throws IOException {
        Path device = Path.of("/dev/kvm");
        if (Files.notExists(device)
                || !Files.getPosixFilePermissions(device).contains(PosixFilePermission.GROUP_WRITE)) {
            return "--clear-groups";
        }
        Object group = Files.getAttribute(device, "unix:gid");
        return group.equals(0) ? "--clear-groups" : "--groups=" + group;
    }

    private AgentProgram installed() throws IOException {
        Optional<AgentProgram> known = program;
        if (known.isEmpty()) {
            known = Optional.of(AgentProgram.install(config.runtime().toAbsolutePath(), version));
            program = known;
        }
        return known.get();
    }

    @Override
    public Sighting look(long attempt) {
        Path work = folder(attempt);
        try {
            if (Files.notExists(work.resolve(PROCESS))) {
                return new Sighting.Absent(InfraReason.NO_MANIFEST, "The agent is gone and left no manifest.");
            }
            if (handle(work).isPresent()) {
                return new Sighting.Alive("");
            }
            String words = lastWords(work);
            return words.contains("OutOfMemoryError")
                    ? new Sighting.Broken(InfraReason.OUT_OF_MEMORY, words)
                    : new Sighting.Exited(words);
        } catch (IOException e) {
            throw new UncheckedIOException("the work folder " + work + " cannot be read", e);
        }
    }

    @Override
    public Map<Long, Instant> present() {
        Map<Long, Instant> present = new HashMap<>();
        if (Files.notExists(config.work())) {
            return present;
        }
        try (Stream<Path> folders = Files.list(config.work())) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                String name = folder.getFileName().toString();
                if (name.matches("a\\d{1,18}")) {
                    present.put(
                            Long.parseLong(name.substring(1)),
                            Files.getLastModifiedTime(folder).toInstant());
                }
            }
            return present;
        } catch (IOException e) {
            throw new UncheckedIOException("the work folders in " + config.work() + " cannot be listed", e);
        }
    }

    @Override
    public void remove(long attempt) {
        Path work = folder(attempt);
        try {
            if (Files.exists(work.resolve(PROCESS))) {
                String group = Files.readString(work.resolve(PROCESS)).split(" ")[0];
                if (group.matches("\\d{1,10}")) {
                    kill(group, handle(work));
                }
            }
            groups.of(work).remove();
            // by a program that forgives files which vanish meanwhile and folders that must be opened first
            new ProcessBuilder("sh", "-c", "chmod -R u+rwX \"$1\" 2>/dev/null; rm -rf \"$1\"", "sh", work.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            log.warnf("attempt %d cannot be removed: %s", attempt, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole process group: an agent that was killed leaves its sandbox behind. */
    private static void kill(String group, Optional<ProcessHandle> agent) throws IOException, InterruptedException {
        agent.ifPresent(ProcessHandle::destroy);
        agent.ifPresent(handle -> {
            try {
                handle.onExit().get(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                // by force then, below
            }
        });
        boolean groupIsOurs =
                agent.isPresent() || ProcessHandle.of(Long.parseLong(group)).isEmpty();
        if (groupIsOurs) {
            new ProcessBuilder("sh", "-c", "kill -KILL -- \"-$1\"", "sh", group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    void starting(@Observes StartupEvent event) {
        log.infof("attempts on this machine are bounded by %s", groups.words());
        if (config.trustPatches()) {
            if (!isRoot()) {
                throw new IllegalStateException("beeyard.local.trust-patches is for farms that run as root");
            }
            log.warn("patches are trusted: what they build runs without a user namespace of its own");
        }
    }

    void stopping(@Observes ShutdownEvent event) {
        long alive = present().keySet().stream()
                .filter(id -> look(id) instanceof Sighting.Alive)
                .count();
        if (alive > 0) {
            log.infof(
                    "%d attempts go on without the farm for up to ten minutes; it takes them up again when it starts",
                    alive);
        }
    }

    /** The attempt's process: the number alone would be somebody else's after a while, so its birth is compared too. */
    private static Optional<ProcessHandle> handle(Path work) throws IOException {
        String[] words = Files.readString(work.resolve(PROCESS)).split(" ", 2);
        if (words.length < 2 || !words[0].matches("\\d{1,10}")) {
            return Optional.empty(); // a power-off can leave an empty file
        }
        long pid = Long.parseLong(words[0]);
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> birth(pid).equals(words[1]));
    }

    /** Ticks from the boot of this machine to the start of the process, and which boot: no clock that is set plays in. */
    private static String birth(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19] + " " + boot;
        } catch (IOException e) {
            return "gone";
        }
    }

    private static String lastWords(Path work) throws IOException {
        Path words = work.resolve(WORDS);
        if (Files.notExists(words)) {
            return "no words";
        }
        byte[] all = Files.readAllBytes(words);
        String text = new String(
                        all, Math.max(0, all.length - 2000), Math.min(2000, all.length), StandardCharsets.UTF_8)
                .strip();
        return text.isEmpty() ? "no words" : text;
    }

    private Path folder(long attempt) {
        return config.work().toAbsolutePath().resolve("a" + attempt);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void owned(Path place) throws IOException {
        if (isRoot()) {
            Files.setAttribute(place, "unix:uid", config.uid());
            Files.setAttribute(place, "unix:gid", config.uid());
        }
    }
}
