package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is being said when a farm starts. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class OutboxTest {

    @Inject
    EntityManager database;

    @Inject
    @Any
    Instance<CheckPublisher> publishers;

    private final String name = "claimed " + UUID.randomUUID();

    @BeforeEach
    void claimed() {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                        with t as (insert into topic (key, created_at) values (?1, now()) returning id),
                             s as (insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state)
                                   select id, 1, 'claimed', 's', '{}', 'upload', ?1, now(), 'CLOSED' from t returning id)
                        insert into publication (destination, source, object, context, series_id, state, description, target_url, status, not_before,
                                                 claimed_until, changed_at)
                        select 'nowhere', ?1, '1', 'context', id, 'PENDING', '', '', 'WAITING', now(), now() + interval '2 minutes', now() from s
                        """, name).executeUpdate());
    }

    @Test
    void stays_anothers_who_may_still_say_it() {
        new Outbox(database, publishers, Clock.systemUTC(), false).started(new StartupEvent());
        assertThat(isClaimedFor("1 minute")).isTrue();
    }

    @Test
    void is_soon_said_again_where_there_can_be_no_other() {
        new Outbox(database, publishers, Clock.systemUTC(), true).started(new StartupEvent());
        assertThat(isClaimedFor("1 minute")).isFalse();
        assertThat(isClaimedFor("1 second"))
                .as("what was sent last may be on its way")
                .isTrue();
    }

    private boolean isClaimedFor(String time) {
        return QuarkusTransaction.requiringNew()
                .call(() -> !Sql.query(
                                database,
                                "select 1 from publication where source = ?1 and claimed_until > now() + cast(?2 as interval)",
                                name,
                                time)
                        .getResultList()
                        .isEmpty());
    }
}
