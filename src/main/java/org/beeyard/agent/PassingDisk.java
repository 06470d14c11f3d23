package org.beeyard.agent;

import java.nio.file.Path;

/** A pod's, which goes with it: nobody finds anything there again, so nothing is worth the wait for all that its node writes. */
final class PassingDisk implements Disk {

    @Override
    public void keep(Path folder) {}

    @Override
    public void keepNames(Path folder) {}
}
