package org.beeyard.series.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Deliveries.Kind;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which deliveries a look at a pull request has dealt with, and how long they are known. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class DeliveriesTest {

    @Inject
    Deliveries deliveries;

    @Inject
    EntityManager database;

    private final String repository = "example/" + UUID.randomUUID();

    @BeforeEach
    void repository() {
        run(
                "insert into github_repository (name, comments_until, web_url) values (?1, now() - interval '40 days', '')",
                repository);
    }

    @Test
    void what_comes_while_a_pull_request_is_looked_at_is_looked_at_again_whatever_a_farms_clock_says() {
        String before = add(Kind.PULL, null);
        List<String> told = QuarkusTransaction.requiringNew().call(() -> deliveries.open(repository, 7));
        String meanwhile = add(Kind.PULL, null);
        run("update webhook_delivery set received_at = now() - interval '1 hour' where id = ?1", meanwhile);
        QuarkusTransaction.requiringNew().run(() -> deliveries.looked(told, "It is as it was."));
        assertThat(isOpen(before)).isFalse();
        assertThat(isOpen(meanwhile)).isTrue();
    }

    @Test
    void a_comment_that_the_next_poll_finds_again_is_not_forgotten() {
        String old = add(Kind.COMMENT, 1L);
        String last = add(Kind.COMMENT, 2L);
        String pull = add(Kind.PULL, null);
        run(
                "update webhook_delivery set done_at = now() - interval '40 days', received_at = now() - interval '50 days' where repository = ?1",
                repository);
        run("update webhook_delivery set received_at = now() - interval '40 days' where id = ?1", last);
        deliveries.forget();
        assertThat(isKnown(last)).isTrue();
        assertThat(isKnown(old)).isFalse();
        assertThat(isKnown(pull)).isFalse();
    }

    private String add(Kind kind, @Nullable Long comment) {
        String id = UUID.randomUUID().toString();
        QuarkusTransaction.requiringNew()
                .run(() -> deliveries.add(new Delivery(id, repository, kind, 7, comment, "maria", "", null)));
        return id;
    }

    private boolean isKnown(String id) {
        return QuarkusTransaction.requiringNew().call(() -> deliveries.has(id));
    }

    private boolean isOpen(String id) {
        return deliveries.isOpen(new Delivery(id, repository, Kind.PULL, 7, null, "", "", null));
    }

    private void run(String sql, Object parameter) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, sql, parameter).executeUpdate());
    }
}
