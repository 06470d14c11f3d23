package org.beeyard;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A farm with a kernel, a libbpf that is tested with it, and no slot, so that nothing runs. */
public class PartsFarm implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path home = Files.createTempDirectory("beeyard-test");
            Path kernel = Files.createDirectories(home.resolve("kernel"));
            Path place = Files.createDirectories(kernel.resolve("tools/lib/bpf"));
            Files.writeString(place.resolve("Makefile"), "all:\n");
            Files.writeString(place.resolve("libbpf.c"), "start\nkernel's\nend\n");
            Path libbpf = Files.createDirectories(home.resolve("libbpf/src"));
            Files.writeString(libbpf.resolve("libbpf.c"), "start\none\nend\n");
            return Map.of(
                    "beeyard.home",
                    home.toString(),
                    "trees.kernel.source",
                    kernel.toString(),
                    "trees.libbpf.kind",
                    "libbpf",
                    "trees.libbpf.against",
                    "kernel",
                    "trees.libbpf.source",
                    libbpf.getParent().toString(),
                    "matrix.default[0].arch",
                    "x86_64",
                    "matrix.default[0].suites",
                    "test_progs",
                    "pools.none.slots",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail that changes the line {@code one} of libbpf's file. */
    static byte[] mail(String to) {
        return """
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <%s@parts.example.org>
                Subject: [PATCH] libbpf: Say %s

                Words.
                ---
                diff --git a/src/libbpf.c b/src/libbpf.c
                --- a/src/libbpf.c
                +++ b/src/libbpf.c
                @@ -1,3 +1,3 @@
                 start
                -one
                +%s
                 end
                """.formatted(Integer.toHexString(to.hashCode()), to, to).getBytes(StandardCharsets.UTF_8);
    }
}
