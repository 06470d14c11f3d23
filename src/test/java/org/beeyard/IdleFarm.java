package org.beeyard;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A farm with a tree of one file and no slot, so that nothing runs. */
public class IdleFarm implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path home = Files.createTempDirectory("beeyard-test");
            Path sources = Files.createDirectories(home.resolve("sources"));
            Files.writeString(sources.resolve("words.txt"), "start\none\nend\n");
            return Map.of(
                    "beeyard.home", home.toString(),
                    "trees.test.source", sources.toString(),
                    "matrix.default[0].arch", "x86_64",
                    "matrix.default[0].suites", "test_progs",
                    "pools.none.slots", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail that changes the line {@code from} of the tree's file. */
    static String mail(String subject, String from, String to) {
        return """
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <%s@example.org>
                Subject: %s

                Words.
                ---
                diff --git a/words.txt b/words.txt
                --- a/words.txt
                +++ b/words.txt
                @@ -1,3 +1,3 @@
                 start
                -%s
                +%s
                 end
                """.formatted(Integer.toHexString((subject + to).hashCode()), subject, from, to);
    }
}
