package org.beeyard.client.kpd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One or more imports, and all that they print. */
final class Importing {

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Importing(Path folder) {
        this.folder = folder;
    }

    int of(String file) {
        return kpdImport().run(file);
    }

    /** @return the exit status */
    int run(String json) throws IOException {
        return kpdImport()
                .run(Files.writeString(folder.resolve("kpd.json"), json).toString());
    }

    private KpdImport kpdImport() {
        return new KpdImport(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** With FILE for the name of what was imported. */
    String said() {
        return err.toString(StandardCharsets.UTF_8)
                .replace(folder.resolve("kpd.json").toString(), "FILE");
    }
}
