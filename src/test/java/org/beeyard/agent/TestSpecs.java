package org.beeyard.agent;

import java.util.List;
import org.beeyard.protocol.AttemptSpec;

/** Suites as the farm asks for them. */
final class TestSpecs {

    private TestSpecs() {}

    static AttemptSpec.Test of(String suite, boolean asan) {
        return new AttemptSpec.Test(
                "x86_64",
                suite,
                new AttemptSpec.BlobRef("0".repeat(64), 1),
                null,
                List.of(),
                List.of(),
                "rc",
                "never",
                2,
                1L << 30,
                6_000,
                600,
                0,
                null,
                null,
                asan);
    }
}
