package org.beeyard;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.beeyard.github.Fork;

/** A suite for real kernels that needs no compiler: its test {@code words} fails when the sources say {@code bad}. */
final class WordSuite {

    static final String SOURCE = "tools/testing/selftests/bpf/prog_tests/words.c";

    private WordSuite() {}

    /** A kernel that is there already, and a runner that reads a word. */
    static Fork sources(Fork fork) throws IOException {
        Path like = Path.of("src/test/kernel-like");
        fork.write("Makefile", Files.readString(like.resolve("Makefile")).replaceFirst("STEPS := .*", "STEPS := 1"));
        fork.write("part.c", Files.readString(like.resolve("part.c")));
        fork.write("tools/testing/selftests/bpf/Makefile", """
                test_progs: ../../../../words.txt
                	@echo "  BINARY   test_progs"
                	@sed "s/WORD/$$(sed -n 2p ../../../../words.txt)/" runner.sh > test_progs
                	@chmod 755 test_progs
                """);
        fork.write("tools/testing/selftests/bpf/runner.sh", """
                #!/bin/sh
                # Prints what test_progs does.
                echo "#1       steady:OK"
                if [ WORD = bad ]; then
                	echo "test_words:FAIL:the word the word is bad"
                	echo "#2       words:FAIL"
                	echo "Summary: 1/0 PASSED, 0 SKIPPED, 1 FAILED"
                	exit 1
                fi
                echo "#2       words:OK"
                echo "Summary: 2/0 PASSED, 0 SKIPPED, 0 FAILED"
                """);
        fork.write(SOURCE, "void test_words(void) {}\n");
        return fork.commit("The sources");
    }

    /**
     * Has the builds of a farm deliver the stock kernel, which brings a root of its own, with the suite that was built.
     *
     * @param url the farm's
     */
    static void deliver(String url, Path home) throws IOException {
        given().post(url + "/api/v1/probe").then().statusCode(201); // lays the scripts down
        Path stock = LocalFarm.shared().resolve("stock/x86_64");
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .until(() -> packing(home).isPresent());
        Path folder = packing(home).orElseThrow().getParent();
        for (Path part : Stream.of(
                        stock.resolve("vmlinuz"), stock.resolve("busybox"), Path.of("vm-images/stock/mk-initramfs"))
                .toList()) {
            readable(Files.copy(part, folder.resolve(part.getFileName().toString())));
        }
        Files.writeString(folder.resolve("vm-pack"), """
                #!/bin/bash
                set -eu
                here=$(dirname "$0")
                mkdir -p /work/pack /tmp/image/suites
                cp /src/linux/tools/testing/selftests/bpf/test_progs /tmp/image/suites/
                cp "$here/vmlinuz" /work/pack/kernel
                bash "$here/mk-initramfs" "$here/busybox" /work/pack/initramfs /tmp/image
                tar -C /work/pack -c . | zstd -q -1 -o "$1"
                """);
    }

    private static Optional<Path> packing(Path home) throws IOException {
        Path runtime = home.resolve("runtime");
        if (Files.notExists(runtime)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(runtime)) {
            return all.filter(file -> file.endsWith("vm-pack")).findFirst();
        }
    }

    private static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
