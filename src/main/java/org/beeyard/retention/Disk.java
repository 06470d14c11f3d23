package org.beeyard.retention;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.beeyard.blob.BlobConfig;

/** The disk on which blobs are kept, or on which they arrive when a server keeps them. */
@Startup
@ApplicationScoped
public class Disk {

    private final Path folder;
    private final long floor;

    Disk(BlobConfig blobs, RetentionConfig config, MeterRegistry registry) {
        this.folder = blobs.folder();
        this.floor = config.floor().bytes();
        Gauge.builder("beeyard.blobs.free", this, disk -> disk.room().free())
                .baseUnit("bytes")
                .description("room on the disk where blobs are kept or arrive")
                .register(registry);
        Gauge.builder("beeyard.blobs.low", this, disk -> disk.room().low() ? 1 : 0)
                .description("1 when there is less room than retention.floor")
                .register(registry);
    }

    /** @param free bytes, and {@code floor} */
    public record Room(long free, long floor) {
        public boolean low() {
            return free < floor;
        }
    }

    public Room room() {
        try {
            return new Room(Files.getFileStore(folder).getUsableSpace(), floor);
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot be found out how much room " + folder + " has", e);
        }
    }
}
