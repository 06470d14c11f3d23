package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.beeyard.protocol.AttemptSpec.BlobRef;

/** Archives from the farm, unpacked where strangers' programs run: what is in them was made by strangers' makefiles. */
final class Archives {

    private final Fetching inputs;
    private final Sandbox sandbox;
    private final Path work;
    private final Consumer<String> log;

    Archives(Fetching inputs, Sandbox sandbox, Path work, Consumer<String> log) {
        this.inputs = inputs;
        this.sandbox = sandbox;
        this.work = work;
        this.log = log;
    }

    /** @param blob a tar.zst */
    void unpack(BlobRef blob, Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        Path archive = work.resolve(blob.sha256() + ".tar.zst");
        inputs.fetch(blob.sha256(), archive);
        int status = sandbox.run(
                new Box()
                        .readOnly(archive, "/inputs/archive")
                        .writable(into, "/work/into")
                        .command("tar", "--zstd", "--no-same-owner", "-xf", "/inputs/archive", "-C", "/work/into"),
                log);
        Files.delete(archive);
        if (status != 0) {
            throw new IOException(
                    "the archive " + blob.sha256() + " could not be unpacked (exit status " + status + ")");
        }
    }
}
