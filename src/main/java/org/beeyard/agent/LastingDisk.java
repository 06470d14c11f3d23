package org.beeyard.agent;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A machine's. */
final class LastingDisk implements Disk {

    private static final File NOTHING = new File("/dev/null");

    /** By its whole file system, with what others have written there: file by file would take far longer for a kernel's sources. */
    @Override
    public void keep(Path folder) throws IOException, InterruptedException {
        Process sync = new ProcessBuilder("sync", "-f", folder.toString())
                .redirectErrorStream(true)
                .redirectInput(NOTHING)
                .start();
        String words = new String(sync.getInputStream().readNBytes(2000), StandardCharsets.UTF_8);
        if (sync.waitFor() != 0) {
            throw new IOException(folder.getFileName() + " could not be written to the disk: " + words.strip());
        }
    }

    @Override
    public void keepNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
