package org.beeyard;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A farm with a tree of one file and no slot, so that nothing runs. */
public class IdleFarm implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SteppedClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path home = Files.createTempDirectory("beeyard-test");
            Path sources = Files.createDirectories(home.resolve("sources"));
            Files.writeString(sources.resolve("words.txt"), "start\none\nend\n");
            Path ci = Files.createDirectories(home.resolve("vmtest/ci/diffs")).getParent();
            Files.writeString(ci.resolve("diffs/0001-gone.patch"), diff("gone", "anew"));
            Files.createDirectories(ci.resolve("vmtest/configs"));
            Files.writeString(ci.resolve("vmtest/configs/DENYLIST"), "never\n");
            return Map.of(
                    "beeyard.home",
                    home.toString(),
                    "trees.test.source",
                    sources.toString(),
                    "trees.halved.source",
                    sources.toString(),
                    "trees.configured.source",
                    sources.toString(),
                    "trees.configured.ci",
                    "vmtest",
                    "ci.vmtest.source",
                    ci.getParent().toString(),
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

    /** A mail that changes the line {@code from} of the tree's file. */
    public static String mail(String subject, String from, String to) {
        return """
                From: A U Thor <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0000
                Message-ID: <%s@example.org>
                Subject: %s

                Words.
                ---
                %s""".formatted(Integer.toHexString((subject + to).hashCode()), subject, diff(from, to));
    }

    /** Has the farm of this test take a series. Returns it. */
    public static int submitted(String mail, int status) {
        return RestAssured.given()
                .body(mail.getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/v1/series")
                .then()
                .statusCode(status)
                .extract()
                .path("series");
    }

    public static int submitted(String mail) {
        return submitted(mail, 201);
    }

    private static String diff(String from, String to) {
        return """
                diff --git a/words.txt b/words.txt
                --- a/words.txt
                +++ b/words.txt
                @@ -1,3 +1,3 @@
                 start
                -%s
                +%s
                 end
                """.formatted(from, to);
    }
}
