package org.beeyard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** A farm as users have it: the packaged program in a process of its own, with its embedded PostgreSQL. */
final class FarmProcess {

    private static final Duration START = Duration.ofMinutes(2);

    private final Path home;
    private final Path config;
    private final int port;
    private final Map<String, String> environment;
    private Process process;

    /** @param yaml the farm's configuration; the build root is the one that tests share */
    FarmProcess(String yaml) throws IOException {
        this(yaml, Map.of(), port -> Map.of());
    }

    /** @param ofPort what only the farm's port tells */
    FarmProcess(String yaml, Map<String, String> environment, IntFunction<Map<String, String>> ofPort)
            throws IOException {
        this.home = Files.createTempDirectory(LocalFarm.shared(), "farm");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.config = Files.writeString(home.resolve("farm.yaml"), yaml);
        this.port = FreePort.any();
        this.environment = new HashMap<>(environment);
        this.environment.putAll(ofPort.apply(port));
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "@src/main/farm.options",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as ./beeyard does
        builder.environment().putAll(environment);
        builder.environment().put("BEEYARD_HOME", home.toString());
        builder.environment().put("BEEYARD_CONFIG", config.toString());
        builder.environment()
                .put(
                        "BEEYARD_LOCAL_ROOT",
                        LocalFarm.shared().resolve("root/trixie").toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        process = builder.start();
        Awaitility.await().atMost(START).until(this::ready);
    }

    /** As a power-off would: it says and saves nothing more. */
    void killAndStartAgain() throws IOException, InterruptedException {
        kill();
        start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The exit status of a farm that ends by itself. */
    int end() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the farm did not end; its log is " + log());
        }
        return process.exitValue();
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private boolean ready() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the farm ended with " + process.exitValue() + ":\n" + Files.readString(log()));
        }
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the kernel tells of its process. */
    Path process() {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    Path home() {
        return home;
    }

    Path log() {
        return home.resolve("farm.log");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    StockKernels kernels() throws IOException {
        return new StockKernels(
                "jdbc:postgresql://127.0.0.1:" + postmaster().get(3) + "/postgres?user=postgres",
                home.resolve("blobs"));
    }

    ProcessHandle database() throws IOException {
        return ProcessHandle.of(Long.parseLong(postmaster().getFirst().strip())).orElseThrow();
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(home.resolve("postgres-18/postmaster.pid"));
    }

    ProcessHandle agent(long attempt) throws IOException {
        String pid =
                Files.readString(home.resolve("work/a" + attempt + "/process")).split(" ")[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
