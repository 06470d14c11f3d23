package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real guest whose words are read more slowly than it prints them, as on a machine that is busy. */
class SlowReaderIT {

    private static final int STRANGER = 60900;
    private static final Duration BETWEEN_READS = Duration.ofMillis(20);

    private Path vm;

    @BeforeEach
    void folder() throws IOException {
        vm = Files.createTempDirectory(LocalFarm.shared(), "slow"); // where the stranger gets in
    }

    @AfterEach
    void remove() throws IOException, InterruptedException {
        run("rm", "-rf", vm.toString());
    }

    @Test
    void gets_the_last_words_of_a_suite() throws Exception {
        StockKernels.prepare();
        for (String port : List.of("console", "ctl", "out")) {
            run("mkfifo", "-m", "666", vm.resolve(port).toString());
        }
        CompletableFuture<byte[]> console = read(vm.resolve("console"), Duration.ZERO);
        CompletableFuture<byte[]> control = read(vm.resolve("ctl"), Duration.ZERO);
        CompletableFuture<byte[]> output = read(vm.resolve("out"), BETWEEN_READS);
        run(command(vm).toArray(String[]::new));
        console.get(1, TimeUnit.MINUTES);
        assertThat(text(control.get(1, TimeUnit.MINUTES))).contains("exit boot 0\n");
        String words = text(output.get(1, TimeUnit.MINUTES));
        words = words.substring(words.length() - 2_000);
        assertThat(words.replaceFirst("\\x00+\n$", "")).endsWith("boot OK\nboot: done\n");
    }

    private static List<String> command(Path vm) throws IOException, InterruptedException {
        Path shared = LocalFarm.shared();
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            run("chown", "-R", STRANGER + ":" + STRANGER, vm.toString());
            command.addAll(List.of("setpriv", "--reuid", "" + STRANGER, "--regid", "" + STRANGER, "--clear-groups"));
        }
        command.addAll(List.of(
                "bash", Path.of("vm-images/scripts/sandbox").toAbsolutePath().toString()));
        command.addAll(List.of("--root", shared.resolve("root/trixie").toString()));
        command.addAll(List.of("--ro", shared.resolve("stock/x86_64") + ":/inputs/arch"));
        command.addAll(List.of("--ro", Path.of("vm-images/scripts").toAbsolutePath() + ":/inputs/scripts"));
        command.addAll(List.of("--rw", vm + ":/work/vm", "--", "/inputs/scripts/vm-run", "--arch", "x86_64"));
        command.addAll(List.of("--kernel", "/inputs/arch/vmlinuz", "--initrd", "/inputs/arch/boot.initramfs"));
        command.addAll(List.of("--memory", "536870912", "--append", "beeyard.suite=loud"));
        command.addAll(List.of("--console", "/work/vm/console", "--port", "beeyard.ctl=/work/vm/ctl"));
        command.addAll(List.of("--port", "beeyard.out=/work/vm/out"));
        return command;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = text(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static CompletableFuture<byte[]> read(Path fifo, Duration between) {
        return CompletableFuture.supplyAsync(
                () -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    byte[] piece = new byte[64 * 1024];
                    try (InputStream in = new FileInputStream(fifo.toFile())) {
                        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                            all.write(piece, 0, n);
                            LockSupport.parkNanos(between.toNanos());
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    return all.toByteArray();
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
