package org.beeyard.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas of a farm on one database. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class LeasesTest {

    @Inject
    EntityManager database;

    private final String work = "work-" + UUID.randomUUID();
    private Leases one;
    private Leases other;

    @BeforeEach
    void replicas() {
        one = new Leases(database, false);
        other = new Leases(database, false);
    }

    @Test
    void gives_the_work_to_one_of_two() {
        assertThat(one.holds(work)).isTrue();
        assertThat(other.holds(work)).isFalse();
        other.renew();
        assertThat(other.holds(work)).isFalse();
        assertThat(one.holds(work)).isTrue();
    }

    @Test
    void gives_it_to_the_other_when_the_one_stops() {
        assertThat(one.holds(work)).isTrue();
        assertThat(other.holds(work)).isFalse();
        one.release();
        assertThat(one.holds(work)).isFalse();
        other.renew();
        assertThat(other.holds(work)).isTrue();
    }

    @Test
    void refuses_what_the_one_writes_that_slept_too_long() {
        assertThat(one.holds(work)).isTrue();
        QuarkusTransaction.requiringNew().run(() -> one.confirm(work));
        expire();
        assertThat(other.holds(work)).isTrue();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> one.confirm(work)))
                .isInstanceOf(Leases.Lost.class)
                .hasMessage("the lease of " + work + " was lost to another replica");
        one.renew();
        assertThat(one.holds(work)).isFalse();
        QuarkusTransaction.requiringNew().run(() -> other.confirm(work));
    }

    @Test
    void raises_the_fence_with_each_owner_and_not_with_each_renewal() {
        assertThat(one.holds(work)).isTrue();
        one.renew();
        assertThat(fence()).isEqualTo(1);
        expire();
        assertThat(other.holds(work)).isTrue();
        assertThat(fence()).isEqualTo(2);
    }

    @Test
    void a_farm_that_is_alone_takes_what_it_held_when_it_was_killed_and_keeps_what_it_has() {
        assertThat(one.holds(work)).isTrue();
        Leases again = new Leases(database, true);
        again.starting(new StartupEvent());
        assertThat(again.holds(work)).isTrue();
        again.starting(new StartupEvent());
        QuarkusTransaction.requiringNew().run(() -> again.confirm(work));
    }

    private void expire() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "update lease set expires_at = now() - interval '1 second' where name = ?1")
                        .setParameter(1, work)
                        .executeUpdate());
    }

    private long fence() {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) database.createNativeQuery("select fence from lease where name = ?1")
                                .setParameter(1, work)
                                .getSingleResult())
                        .longValue());
    }
}
