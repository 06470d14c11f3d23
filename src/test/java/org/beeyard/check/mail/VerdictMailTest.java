package org.beeyard.check.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;

import io.quarkus.mailer.Mail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.ext.mail.SMTPException;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.SteppedClock;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Report;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.check.CheckState;
import org.beeyard.check.MailConfig;
import org.beeyard.check.Notice;
import org.beeyard.check.Standing;
import org.beeyard.job.RunState;
import org.beeyard.protocol.Outcome;
import org.beeyard.sql.Sql;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.FarmConfig;
import org.beeyard.wire.PausesConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which verdicts are mailed, and what becomes of a mail when the server is not well. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class VerdictMailTest {

    private static final PausesConfig HALF_A_MINUTE = new PausesConfig() {
        @Override
        public Duration first() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(30);
        }
    };

    @Inject
    FarmConfig farm;

    @Inject
    TreesConfig trees;

    @Inject
    EntityManager database;

    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<Mail> taken = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final SteppedClock clock = new SteppedClock();
    private VerdictMail mails;
    private long series;
    private long run;

    @BeforeEach
    void failed() {
        PlayedRuns runs = new PlayedRuns();
        String commit = UUID.randomUUID().toString().replace("-", "") + "00000000";
        long base = runs.base(runs.tree("mailed"), commit);
        runs.ofBase(base, test("xdp", Outcome.PASS));
        series = runs.series(base, "bpf: Mailed");
        run = runs.ofSeries(base, series, List.of(test("xdp", Outcome.FAIL)), List.of());
        mails = new VerdictMail(config(), farm, trees, database, new MailServer(this::send, HALF_A_MINUTE, clock));
    }

    @Test
    void is_said_to_be_on_its_way_when_the_server_does_not_answer_and_no_other_is_tried_for_a_while() {
        failures.add(new TimeoutException());
        say();
        say();
        assertThat(told)
                .containsExactly(
                        "ALL The mail server did not take it: TimeoutException, for PT2M yet",
                        "left alone for no longer than PT30S");
        clock.set(Duration.ofSeconds(31));
        say();
        assertThat(told).last().isEqualTo("sent");
        assertThat(taken).hasSize(1);
    }

    @Test
    void is_tried_again_when_the_server_cannot_be_reached() {
        failures.add(new CompletionException(new ConnectException("Connection refused")));
        say();
        assertThat(told).containsExactly("ALL The mail server did not take it: Connection refused");
    }

    @Test
    void holds_up_no_other_when_the_server_refuses_it() {
        failures.add(new CompletionException(new SMTPException("recipient refused", 550, List.of("550 no"), true)));
        failures.add(new IllegalArgumentException("no address"));
        say();
        say();
        say();
        assertThat(told).hasSize(3).last().isEqualTo("sent");
        assertThat(told.subList(0, 2)).allMatch(one -> one.startsWith("THIS "));
    }

    @Test
    void tells_of_a_success_only_after_a_failure_that_was_told() {
        assertThat(news(RunState.PASSED)).isEmpty();
        mail("WAITING", null);
        assertThat(news(RunState.PASSED)).as("a failure that waits").isEmpty();
        mail("DEAD", null);
        assertThat(news(RunState.PASSED)).as("a failure that was given up").isEmpty();
        mail("SENT", "FAIL");
        assertThat(news(RunState.PASSED)).containsExactly(CheckState.SUCCESS);
    }

    @Test
    void tells_of_a_failure_until_that_was_told() {
        mail("DEAD", null);
        assertThat(news(RunState.FAILED)).containsExactly(CheckState.FAIL);
        mail("SENT", "FAIL");
        assertThat(news(RunState.FAILED)).isEmpty();
    }

    /** One of a failure, as it stands. */
    private void mail(String status, @Nullable String shown) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                        insert into publication (destination, source, object, context, series_id, state, description, target_url, status, shown, not_before, changed_at, sent_at)
                        values ('mail', 'smtp', cast(?1 as text), 'verdict', ?1, 'FAIL', '1 new failure.', '', ?2, cast(?3 as text), now() + interval '1 day', now(), now())
                        on conflict (destination, source, object, context) do update set status = excluded.status, shown = excluded.shown
                        """, series, status, shown).executeUpdate());
    }

    private List<CheckState> news(RunState verdict) {
        Standing standing = new Standing(
                series,
                "bpf: Mailed",
                1,
                "Anna Author <anna@example.org>",
                Optional.of("test"),
                new Standing.Progress.Judged(run, verdict, "So it is.", List.of(), Optional.empty(), false));
        return QuarkusTransaction.requiringNew()
                .call(() -> mails.notices(standing, List.of()).stream()
                        .map(Notice::state)
                        .toList());
    }

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, "delete from publication where series_id = ?1", series)
                        .executeUpdate());
    }

    private void say() {
        Notice notice = new Notice("smtp", Long.toString(series), "verdict", CheckState.FAIL, "1 new failure.", "");
        mails.publish(List.of(new Claimed(1, "claim", 1, series, Optional.of(run), notice)), new Report() {
            @Override
            public boolean stillToBeSaid(Claimed claimed) {
                return true;
            }

            @Override
            public void sent(Claimed claimed) {
                told.add("sent");
            }

            @Override
            public void failed(Claimed claimed, Trouble why) {
                told.add(why.extent() + " " + why.getMessage()
                        + why.late().map(late -> ", for " + late + " yet").orElse(""));
            }

            @Override
            public void postponed(Claimed claimed, Duration pause) {
                told.add("left alone for no longer than " + Duration.ofSeconds(pause.toSeconds() + 1));
            }
        });
    }

    private void send(Mail... sent) {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        taken.addAll(List.of(sent));
    }

    private static MailConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        new HashMap<>(Map.of("mail.host", "smtp.example", "mail.to", "list@example.org")), "test", 100))
                .withMapping(MailConfig.class)
                .build()
                .getConfigMapping(MailConfig.class);
    }
}
