package org.beeyard.blob;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** An S3 server beside a farm, which keeps its blobs there. */
public final class S3Beside implements QuarkusTestResourceLifecycleManager {

    private S3Server server;

    @Override
    public Map<String, String> start() {
        try {
            server = new S3Server(Files.createTempDirectory("beeyard-s3"));
            return server.configuration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not start", e);
        }
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        }
    }
}
