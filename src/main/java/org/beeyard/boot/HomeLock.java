package org.beeyard.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.beeyard.boot.Main.CannotStart;

/**
 * A data folder is one farm's, wherever its database is: another one there would end its attempts, remove their work folders
 * and break the locks of its git store.
 */
final class HomeLock {

    /** Until the process ends, however it does: a lock that nobody refers to would be let go. */
    private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

    private HomeLock() {}

    static void take(Path home) throws CannotStart {
        try {
            Files.createDirectories(home);
            HELD.add(lock(home)
                    .orElseThrow(() -> new CannotStart("Another farm is running on the data in " + home
                            + ". Stop it, or name another folder by BEEYARD_HOME.")));
        } catch (OverlappingFileLockException e) {
            // in dev mode a farm begins again in the process that has the lock
        } catch (IOException e) {
            throw new CannotStart("The data folder " + home + " cannot be locked: " + e.getMessage()
                    + ". Make it one that the farm may write, or name another by BEEYARD_HOME.");
        }
    }

    private static Optional<FileLock> lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("farm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return Optional.ofNullable(channel.tryLock());
    }
}
