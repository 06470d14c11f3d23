package org.beeyard.blob;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Chooses the farm's store; nothing is made of the one that is not chosen. */
@ApplicationScoped
class Store {

    @Produces
    @Startup
    @ApplicationScoped
    BlobStore chosen(BlobConfig config, Claims claims, Clock clock) throws IOException {
        List<String> problems = BlobCheck.problems(config);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The blob store cannot be used:\n  " + String.join("\n  ", problems));
        }
        Arrivals arrivals = new Arrivals(config.folder().resolve("arriving"), clock.instant());
        return switch (config.store()) {
            case FILE -> new FileBlobStore(config.folder(), arrivals, claims);
            case S3 -> S3BlobStore.opened(config.s3(), arrivals, claims);
        };
    }

    void end(@Disposes BlobStore store) {
        store.close();
    }
}
