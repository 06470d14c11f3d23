package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.beeyard.protocol.Manifest;
import org.beeyard.testout.BuildWarnings;

/** What a build has made, measured from outside of the sandbox. */
final class Made {

    private Made() {}

    /** @param pack where packing has laid it out */
    static Manifest.Built of(BuildWarnings warnings, Path pack) throws IOException {
        return new Manifest.Built(
                warnings.first().stream()
                        .map(w -> new Manifest.Warning(w.file(), w.line(), w.words()))
                        .toList(),
                warnings.all(),
                DiskUse.of(pack.resolve("kernel")),
                DiskUse.of(pack.resolve("selftests")));
    }
}
