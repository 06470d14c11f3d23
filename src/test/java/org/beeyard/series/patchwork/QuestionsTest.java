package org.beeyard.series.patchwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.series.patchwork.Questions.About;
import org.beeyard.series.patchwork.Questions.Asking;
import org.beeyard.sql.Sql;
import org.beeyard.wire.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions that have no answer yet, or never. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class QuestionsTest {

    @Inject
    Questions questions;

    @Inject
    EntityManager database;

    private final String server = "netdevbpf@" + UUID.randomUUID();
    private final List<String> givenUp = new ArrayList<>();

    @BeforeEach
    void wanted() {
        run("insert into patchwork_source (name) values (?1)");
        run("insert into patchwork_series (source, id, state, due_at) values (?1, 7, 'WANTED', now())");
    }

    @Test
    void one_that_the_farm_has_no_memory_for_is_put_off() throws Fault {
        ask(_ -> {
            throw new OutOfMemoryError("of a test");
        });
        assertThat(row())
                .isEqualTo("WANTED after 1 tries: The farm failed: java.lang.OutOfMemoryError: of a test, later");
    }

    @Test
    void is_asked_for_more_than_a_day_before_it_is_given_up() throws Fault {
        Asking missing = _ -> {
            throw new Fault(Fault.Kind.MISSING, "GET /series/7/ was answered 404");
        };
        for (int i = 1; i < Questions.MOST_TRIES; i++) {
            ask(missing);
        }
        assertThat(givenUp).isEmpty();
        ask(missing);
        assertThat(givenUp).containsExactly("7: GET /series/7/ was answered 404");
    }

    @Test
    void a_server_that_nobody_reaches_is_no_fault_of_the_question() {
        assertThatThrownBy(() -> ask(_ -> {
                    throw new Fault(Fault.Kind.UNREACHABLE, "nobody answers");
                }))
                .isInstanceOf(Fault.class);
        assertThat(row()).startsWith("WANTED after 0 tries");
    }

    private void ask(Asking asking) throws Fault {
        questions.ask(server, About.SERIES, 7, asking, (id, why) -> givenUp.add(id + ": " + why));
    }

    private String row() {
        return QuarkusTransaction.requiringNew().call(() -> (String) Sql.rows(
                        database,
                        "select state || ' after ' || tries || ' tries: ' || coalesce(reason, '') || case when due_at > now() then ', later' else '' end from patchwork_series where source = ?1",
                        server)
                .getFirst()[0]);
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, sql, server).executeUpdate());
    }
}
