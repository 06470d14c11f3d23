package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Path;

/** What a folder is on, and what of it is there after a power-off. */
interface Disk {

    /** Returns when all that is in the folder, and below it, will be. */
    void keep(Path folder) throws IOException, InterruptedException;

    /** Returns when the names that it has given to others will be. */
    void keepNames(Path folder) throws IOException;
}
