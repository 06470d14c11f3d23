package org.beeyard.series.patchwork;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.series.patchwork.Ledger.Fate;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.Test;

/** What is noted of a server's series. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class LedgerTest {

    @Inject
    Ledger ledger;

    @Inject
    EntityManager database;

    private final String server = "netdevbpf@" + UUID.randomUUID();

    @Test
    @TestTransaction
    void of_one_that_is_given_up_the_reason_and_the_time() {
        Sql.query(database, "insert into patchwork_source (name) values (?1)", server)
                .executeUpdate();
        ledger.wanted(server, 7);
        ledger.settled(server, 7, Fate.LOST, "GET /series/7/ was answered 404");
        assertThat(Sql.rows(
                                database,
                                "select state, reason, settled_at between now() - interval '1 minute' and now() + interval '1 minute' from patchwork_series where source = ?1",
                                server)
                        .getFirst())
                .containsExactly("LOST", "GET /series/7/ was answered 404", true);
    }
}
