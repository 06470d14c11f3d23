package org.beeyard.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(IdleFarm.class)
class FileSweepTest implements SweepContract {

    /** These name texts of their own tables. */
    private static final List<String> NO_BLOBS =
            List.of("announced_blob.sha256", "blob_claim.sha256", "result_detail.sha256", "test_list.sha256");

    @Inject
    StoredClaims claims;

    @Inject
    EntityManager database;

    @TempDir
    Path folder;

    private BlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileBlobStore(folder, new Arrivals(folder.resolve("arriving"), Instant.now()), claims);
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

    /** Who adds a table that names blobs is told here, before the sweep throws away what only that table names. */
    @Test
    void the_sweep_knows_every_column_that_names_a_blob() {
        List<String> columns = database.createNativeQuery("""
                        select c.table_name || '.' || c.column_name from information_schema.columns c
                         where c.table_schema = 'public' and c.column_name ~ '(sha256|blob)' and c.table_name not like 'test_result_%' order by 1
                        """, String.class).getResultList();
        assertThat(columns)
                .filteredOn(column -> !NO_BLOBS.contains(column))
                .containsExactlyElementsOf(StoredClaims.NAMING);
    }
}
