package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
                size(pack.resolve("kernel")),
                size(pack.resolve("selftests")));
    }

    /** Of all files below it, without what links lead to. */
    private static long size(Path top) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(top)) {
            files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
