package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.SteppedClock;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a publication when a farm is slow, fails or dies, and another one is there. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ClaimsTest {

    private static final Trouble BROKEN = new Trouble("POST was answered 500", Trouble.Extent.THIS);

    @Inject
    EntityManager database;

    private final String name = "claimed " + UUID.randomUUID();
    private final SteppedClock clock = new SteppedClock();
    private Claims ours;
    private Claims theirs;

    @BeforeEach
    void waits() {
        ours = new Claims(database, clock, false);
        theirs = new Claims(database, Clock.systemUTC(), false);
        run("""
                with t as (insert into topic (key, created_at) values (?1, now()) returning id),
                     s as (insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state)
                           select id, 1, 'claimed', 's', '{}', 'upload', ?1, now(), 'CLOSED' from t returning id)
                insert into publication (destination, source, object, context, series_id, state, description, target_url, status, not_before, changed_at)
                select ?1, ?1, '1', 'context', id, 'PENDING', '', '', 'WAITING', now() - interval '1 hour', now() from s
                """);
    }

    @AfterEach
    void forget() {
        run("delete from publication where source = ?1");
    }

    @Test
    void stays_anothers_who_may_still_say_it_when_a_farm_starts() {
        ours.take(name);
        theirs.started(new StartupEvent());
        assertThat(isClaimedFor("1 minute")).isTrue();
    }

    @Test
    void is_soon_said_again_by_a_farm_that_starts_where_there_can_be_no_other() {
        ours.take(name);
        new Claims(database, clock, true).started(new StartupEvent());
        assertThat(isClaimedFor("1 minute")).isFalse();
        assertThat(isClaimedFor("1 second"))
                .as("what was sent last may be on its way")
                .isTrue();
    }

    @Test
    void is_claimed_by_one_of_them_whatever_their_clocks_say() {
        clock.set(Duration.ofMinutes(-1));
        assertThat(theirs.take(name)).hasSize(1);
        assertThat(ours.take(name)).isEmpty();
        clock.set(Duration.ofMinutes(10));
        assertThat(ours.take(name)).isEmpty();
    }

    @Test
    void is_anothers_when_the_farm_that_claimed_it_says_nothing_for_too_long() {
        Claimed slow = one(ours);
        expires();
        Claimed taken = one(theirs);
        assertThat(ours.renew(slow)).isFalse();
        assertThat(theirs.renew(taken)).isTrue();
    }

    @Test
    void is_its_own_for_another_while_when_it_is_about_to_be_said() {
        Claimed slow = one(ours);
        expires();
        assertThat(ours.renew(slow)).isTrue();
        assertThat(theirs.take(name)).isEmpty();
    }

    @Test
    void is_not_said_in_old_words_when_there_are_newer_ones() {
        Claimed old = one(ours);
        saysNow("SUCCESS");
        assertThat(ours.renew(old)).isFalse();
        assertThat(one(theirs).notice().state()).isEqualTo(CheckState.SUCCESS);
    }

    @Test
    void is_said_again_when_an_old_word_comes_after_a_newer_one() {
        Claimed slow = one(ours);
        expires();
        saysNow("SUCCESS");
        theirs.sent(one(theirs));
        assertThat(row("status || ' ' || shown")).isEqualTo("SENT SUCCESS");
        ours.sent(slow);
        assertThat(row("status || ' ' || shown")).isEqualTo("WAITING PENDING");
        assertThat(one(theirs).notice().state()).isEqualTo(CheckState.SUCCESS);
    }

    @Test
    void stays_anothers_whatever_becomes_of_what_was_said_too_late() {
        Claimed slow = one(ours);
        expires();
        Claimed taken = one(theirs);
        ours.failed(slow, BROKEN);
        ours.postponed(slow, Duration.ofHours(1));
        assertThat(row("status || ' ' || tries || ' ' || coalesce(error, '')")).isEqualTo("WAITING 0 ");
        assertThat(theirs.renew(taken)).isTrue();
    }

    @Test
    void is_not_said_twice_when_who_was_slow_has_said_it_after_all() {
        Claimed slow = one(ours);
        expires();
        Claimed taken = one(theirs);
        ours.sent(slow);
        assertThat(row("status")).isEqualTo("SENT");
        assertThat(theirs.renew(taken)).isFalse();
    }

    @Test
    void is_left_alone_for_as_long_as_it_may_be_said_yet() {
        ours.failed(
                one(ours),
                new Trouble("no answer", Trouble.Extent.THIS, Optional.empty(), Optional.of(Duration.ofSeconds(30))));
        run("update publication set not_before = now() where source = ?1");
        assertThat(theirs.take(name)).isEmpty();
        expires();
        assertThat(theirs.take(name)).hasSize(1);
    }

    @Test
    void is_given_up_after_half_a_day_of_tries() {
        for (int i = 0; i < 20; i++) {
            assertThat(row("status")).isEqualTo("WAITING");
            ours.failed(one(ours), BROKEN);
            clock.set(Duration.ofHours(i + 1));
        }
        assertThat(row("status || ' ' || error")).isEqualTo("DEAD POST was answered 500");
    }

    @Test
    void waits_however_long_nothing_can_be_said_there() {
        Trouble away = new Trouble("no connection", Trouble.Extent.ALL);
        for (int i = 0; i < 30; i++) {
            ours.failed(one(ours), away);
            clock.set(Duration.ofHours(i + 1));
        }
        assertThat(row("status || ' ' || tries || ' ' || error"))
                .as("one try, so that it is seen")
                .isEqualTo("WAITING 1 no connection");
    }

    @Test
    void is_given_up_at_once_when_it_will_never_be_taken() {
        ours.failed(one(ours), new Trouble("POST was answered 400", Trouble.Extent.THIS_ALWAYS));
        assertThat(row("status")).isEqualTo("DEAD");
    }

    private Claimed one(Claims who) {
        List<Claimed> taken = who.take(name);
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    private void expires() {
        run("update publication set claimed_until = now() - interval '1 second' where source = ?1");
    }

    private void saysNow(String state) {
        run("update publication set state = '" + state + "', revision = revision + 1 where source = ?1");
    }

    private boolean isClaimedFor(String time) {
        return row("claimed_until > now() + interval '" + time + "'").equals("true");
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, sql, name).executeUpdate());
    }

    private String row(String what) {
        return QuarkusTransaction.requiringNew()
                .call(() -> String.valueOf(
                        Sql.rows(database, "select cast(" + what + " as text) from publication where source = ?1", name)
                                .getFirst()[0]));
    }
}
