package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubAnswers;
import org.beeyard.github.GithubConfig;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.sql.Sql;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers commands: one that was obeyed by a reaction, one that was not by another, and to a member by a comment that says why. An
 * answer is owed from the transaction of its command on, and given once: the same reaction twice is one for GitHub, and a comment carries a
 * mark by which it is looked for after a request of which nobody knows what became of it.
 */
@ApplicationScoped
class Replies {

    private static final Logger log = Logger.getLogger(Replies.class);

    /** With these pauses half a day. */
    private static final int MOST_TRIES = 20;

    private static final int AT_ONCE = 20;

    private final GithubConfig config;
    private final PausesConfig pauses;
    private final EntityManager database;
    private final Clock clock;

    Replies(GithubConfig config, PausesConfig pauses, EntityManager database, Clock clock) {
        this.config = config;
        this.pauses = pauses;
        this.database = database;
        this.clock = clock;
    }

    enum Reply {
        DONE,
        REFUSED
    }

    /** @param why empty when a reaction says enough */
    private record Owed(long comment, int number, Reply reply, String why, Instant saidAt, int tries) {

        String mark() {
            return "<!-- beeyard: to comment " + comment + " -->";
        }

        /** In a fence nobody is called by name, and no line is a command. */
        String body() {
            return "```\n" + why.replace('`', '\'') + "\n```\n" + mark();
        }
    }

    /** In the transaction of what was done. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(Delivery told, Reply reply, String why) {
        boolean silent = config.answers() == GithubConfig.Answers.NONE;
        if (silent || told.comment() == null || told.number() == null || told.saidAt() == null) {
            return;
        }
        Sql.query(
                        database,
                        """
                        insert into github_reply (repository, comment_id, number, reply, why, said_at, due_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                        on conflict do nothing
                        """,
                        told.repository(),
                        told.comment(),
                        told.number(),
                        reply.name(),
                        config.answers() == GithubConfig.Answers.COMMENTS ? why : "",
                        told.saidAt(),
                        clock.instant())
                .executeUpdate();
    }

    /** Gives those that are due. A fault that concerns all is thrown on; others put one answer off, or say that it may not be given. */
    void send(Repository repository) throws Fault {
        for (Owed owed : due(repository)) {
            int tries = owed.tries() + 1;
            try {
                tried(repository, owed, tries);
                say(repository, owed, tries > 1);
                ended(repository, owed, null);
            } catch (Fault fault) {
                switch (fault.kind()) {
                    case UNREACHABLE, BUSY -> {
                        putOff(repository, owed, tries, fault);
                        throw fault;
                    }
                    case TOO_LARGE, BROKEN -> {
                        log.debugf(
                                "%s: comment %d is answered later: %s",
                                repository.name(), owed.comment(), fault.getMessage());
                        putOff(repository, owed, tries, fault);
                    }
                    case FORBIDDEN, MISSING, REFUSED -> {
                        log.warnf(
                                "%s: comment %d cannot be answered: %s",
                                repository.name(), owed.comment(), fault.getMessage());
                        ended(repository, owed, fault.getMessage());
                    }
                }
            }
        }
    }

    private static void say(Repository repository, Owed owed, boolean again) throws Fault {
        if (!repository.client().speaks()) {
            return;
        }
        GithubAnswers answers = repository.client().answers();
        answers.react(
                owed.comment(),
                switch (owed.reply()) {
                    case DONE -> "+1";
                    case REFUSED -> "confused";
                });
        boolean said = owed.why().isEmpty()
                || again
                        && answers.comments(owed.number(), owed.saidAt()).stream()
                                .anyMatch(comment -> comment.body().contains(owed.mark()));
        if (!said) {
            answers.comment(owed.number(), owed.body());
        }
    }

    private List<Owed> due(Repository repository) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.query(database, """
                                select comment_id, number, reply, why, said_at, tries from github_reply
                                 where repository = ?1 and ended_at is null and due_at <= ?2 order by due_at limit %d
                                """.formatted(AT_ONCE), repository.name(), clock.instant())
                        .getResultStream()
                        .map(row -> owed((Object[]) row))
                        .toList());
    }

    private static Owed owed(Object[] r) {
        return new Owed(
                (Long) r[0], (Integer) r[1], Reply.valueOf((String) r[2]), (String) r[3], (Instant) r[4], (Integer)
                        r[5]);
    }

    /** Before the request, so that whoever comes after a crash looks first, and not before there is something to see. */
    private void tried(Repository repository, Owed owed, int tries) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update github_reply set tries = ?3, due_at = ?4, ended_at = case when ?5 then cast(?6 as timestamptz) end where repository = ?1 and comment_id = ?2",
                                repository.name(),
                                owed.comment(),
                                tries,
                                now.plus(config.timeout().multipliedBy(2)),
                                tries >= MOST_TRIES,
                                now)
                        .executeUpdate());
    }

    private void putOff(Repository repository, Owed owed, int tries, Fault fault) {
        Duration grown = pauses.after(tries, Answer.MOST);
        Duration late = fault.late().orElse(Duration.ZERO);
        Instant then = clock.instant().plus(late.compareTo(grown) > 0 ? late : grown);
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update github_reply set due_at = ?3 where repository = ?1 and comment_id = ?2",
                                repository.name(),
                                owed.comment(),
                                then)
                        .executeUpdate());
    }

    private void ended(Repository repository, Owed owed, @Nullable String error) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update github_reply set ended_at = ?3, error = cast(?4 as text) where repository = ?1 and comment_id = ?2",
                                repository.name(),
                                owed.comment(),
                                clock.instant(),
                                Optional.ofNullable(error)
                                        .map(text -> text.replace("\0", ""))
                                        .orElse(null))
                        .executeUpdate());
    }
}
