package org.beeyard.blob;

import java.io.IOException;

/** Who may count on a blob for the grace time, though nothing names it yet. */
interface Claims {

    /**
     * To be called before it is looked whether the blob is there. While it is being thrown away this waits until it is gone.
     *
     * @throws IOException when that does not come to an end
     */
    void claim(String sha256) throws IOException;
}
