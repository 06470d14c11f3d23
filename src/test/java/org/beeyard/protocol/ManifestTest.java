package org.beeyard.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.beeyard.protocol.Manifest.SplatReport;
import org.junit.jupiter.api.Test;

/** An agent's last word, of which whoever knows its token may have made anything. */
class ManifestTest {

    private static final String LONG = "x".repeat(100_000);

    @Test
    void has_so_many_splats() {
        SplatReport splat = new SplatReport("WARNING", "WARNING here", "WARNING: here", 1, "WARNING: here");
        assertThat(manifest("kvm", Collections.nCopies(1_000, splat)).splats()).hasSize(200);
    }

    @Test
    void has_short_words() {
        assertThat(manifest(LONG, List.of()).accelerator()).hasSize(40);
        SplatReport splat = new SplatReport(LONG, LONG, LONG, 1, LONG);
        assertThat(List.of(splat.kind(), splat.fingerprint(), splat.title(), splat.text()))
                .extracting(String::length)
                .containsExactly(40, 512, 512, 64 * 1024);
    }

    private static Manifest manifest(String accelerator, List<SplatReport> splats) {
        return new Manifest(
                true,
                Ending.PASSED,
                null,
                "1/1 passed.",
                accelerator,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                splats,
                null,
                null,
                false);
    }
}
