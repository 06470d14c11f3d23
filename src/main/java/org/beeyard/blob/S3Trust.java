package org.beeyard.blob;

import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whether strangers may put blobs at signed places: found out once, and said in the log. */
final class S3Trust {

    private static final Logger LOG = Logger.getLogger(S3Trust.class);

    private final S3Account account;
    private final S3Probe probe;
    private Optional<Boolean> known = Optional.empty();

    S3Trust(S3Account account, S3Probe probe) {
        this.account = account;
        this.probe = probe;
    }

    /** False also as long as the server cannot be asked. */
    synchronized boolean isDeserved() {
        if (known.isEmpty()) {
            known = ask();
        }
        return known.orElse(false);
    }

    private Optional<Boolean> ask() {
        try {
            Optional<String> fault = probe.fault();
            fault.ifPresentOrElse(
                    what -> LOG.warnf(
                            "The blob store (%s) is not trusted with uploads: the server %s. They go through the farm.",
                            account, what),
                    () -> LOG.infof("Agents send blobs to the blob store (%s) themselves.", account));
            return Optional.of(fault.isEmpty());
        } catch (IOException e) {
            LOG.warnf("The blob store (%s) could not be tried, uploads go through the farm: %s", account, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
