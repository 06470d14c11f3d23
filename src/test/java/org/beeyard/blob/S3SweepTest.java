package org.beeyard.blob;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Instant;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(IdleFarm.class)
class S3SweepTest implements SweepContract {

    @Inject
    StoredClaims claims;

    @Inject
    EntityManager database;

    @TempDir
    Path objects;

    @TempDir
    Path folder;

    private S3Server server;
    private BlobStore store;

    @BeforeEach
    void open() throws Exception {
        server = new S3Server(objects);
        BlobConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValues(server.configuration())
                .withDefaultValue("beeyard.home", folder.toString())
                .withMapping(BlobConfig.class)
                .build()
                .getConfigMapping(BlobConfig.class);
        store = S3BlobStore.opened(config.s3(), new Arrivals(folder.resolve("arriving"), Instant.now()), claims);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        server.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public StoredClaims claims() {
        return claims;
    }

    @Override
    public EntityManager database() {
        return database;
    }
}
