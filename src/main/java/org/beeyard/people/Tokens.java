package org.beeyard.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.sql.Cut;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Tokens by which programs act for people. */
@ApplicationScoped
public class Tokens {

    static final int LIST = 100;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EntityManager database;
    private final SignInConfig config;
    private final Clock clock;
    private final SecureRandom random;

    Tokens(EntityManager database, SignInConfig config, Clock clock, SecureRandom random) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param scopes in the words of {@link Right#word}
     * @param expiresAt nothing for the farm's admin token
     * @param usedAt to the minute
     */
    public record TokenRow(
            long id,
            long person,
            String owner,
            String name,
            List<String> scopes,
            Instant madeAt,
            @Nullable Instant expiresAt,
            @Nullable Instant usedAt) {}

    /** @param secret shown this once */
    public record Made(long id, Secret secret) {}

    /** Whose token it is, if it counts. */
    @Transactional
    public Optional<Caller.WithToken> of(Secret secret) {
        Instant now = clock.instant();
        List<Object[]> rows = database.createNativeQuery("""
                        select p.id, p.issuer, p.subject, p.name, p.role, t.id, t.scopes, t.expires_at, t.used_at
                          from api_token t join person p on p.id = t.person_id
                         where t.hash = ?1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?2) and p.issuer = any (?3)
                        """, Object[].class)
                .setParameter(1, secret.hash())
                .setParameter(2, now)
                .setParameter(3, Issuers.known(config))
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            long id = ((Number) row[5]).longValue();
            Instant used = (Instant) row[8];
            if (used == null || used.isBefore(now.minus(MINUTE))) {
                database.createNativeQuery("update api_token set used_at = ?2 where id = ?1")
                        .setParameter(1, id)
                        .setParameter(2, now)
                        .executeUpdate();
            }
            return new Caller.WithToken(
                    person(row), id, rights((String[]) row[6]), Optional.ofNullable((Instant) row[7]));
        });
    }

    /** In the caller's transaction. What it may is settled by {@link TokenWish}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Made make(Caller by, TokenWish wish) {
        Secret secret = Secret.fresh("byt_", random);
        Optional<Long> parent = by instanceof Caller.WithToken with ? Optional.of(with.token()) : Optional.empty();
        Number id = (Number) database.createNativeQuery("""
                        insert into api_token (person_id, parent_id, name, hash, scopes, made_at, expires_at)
                        values (?1, cast(?2 as bigint), ?3, ?4, ?5, ?6, ?7) returning id
                        """)
                .setParameter(1, by.who().orElseThrow().id())
                .setParameter(2, parent.orElse(null))
                .setParameter(3, wish.name())
                .setParameter(4, secret.hash())
                .setParameter(5, wish.scopes().stream().map(Right::name).toArray(String[]::new))
                .setParameter(6, clock.instant())
                .setParameter(7, wish.expires())
                .getSingleResult();
        return new Made(id.longValue(), secret);
    }

    /**
     * Ends the token and those that were made by it, in the caller's transaction. False when the caller has no such token;
     * operators may end anybody's. The farm's admin token ends when another is given or made.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean revoke(Caller by, long id) {
        return database.createNativeQuery("""
                        with recursive doomed as (
                             select id from api_token
                              where id = ?1 and revoked_at is null and expires_at is not null and (person_id = ?2 or ?3)
                             union select t.id from api_token t join doomed d on t.parent_id = d.id)
                        update api_token set revoked_at = ?4 where id in (select id from doomed) and revoked_at is null
                        """)
                        .setParameter(1, id)
                        .setParameter(2, by.who().map(Person::id).orElse(0L))
                        .setParameter(3, by.rights().contains(Right.OPERATE))
                        .setParameter(4, clock.instant())
                        .executeUpdate()
                > 0;
    }

    /** Ends all of a person's, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void revokeAll(long person) {
        database.createNativeQuery("update api_token set revoked_at = ?2 where person_id = ?1 and revoked_at is null")
                .setParameter(1, person)
                .setParameter(2, clock.instant())
                .executeUpdate();
    }

    /**
     * A person's own that are not revoked, the newest first.
     *
     * @param before only those with lower ids, nothing for the first page
     */
    @Transactional
    public Cut<TokenRow> ownedBy(Person owner, @Nullable Long before) {
        return list("t.person_id = ?1", owner, before);
    }

    /** As {@link #ownedBy}, everybody's but the person's own. */
    @Transactional
    public Cut<TokenRow> ownedByOthers(Person person, @Nullable Long before) {
        return list("t.person_id <> ?1", person, before);
    }

    private Cut<TokenRow> list(String whose, Person person, @Nullable Long before) {
        List<TokenRow> newest = Sql.rows(
                        database, """
                        select t.id, p.id, p.name, t.name, t.scopes, t.made_at, t.expires_at, t.used_at
                          from api_token t join person p on p.id = t.person_id
                         where t.revoked_at is null and %s and t.id < ?2 order by t.id desc limit ?3
                        """.formatted(whose), person.id(), before == null ? Long.MAX_VALUE : before, LIST + 1)
                .stream()
                .map(row -> new TokenRow(
                        ((Number) row[0]).longValue(),
                        ((Number) row[1]).longValue(),
                        (String) row[2],
                        (String) row[3],
                        rights((String[]) row[4]).stream().map(Right::word).toList(),
                        (Instant) row[5],
                        (Instant) row[6],
                        (Instant) row[7]))
                .toList();
        return Cut.to(LIST, newest);
    }

    static Person person(Object[] row) {
        return new Person(
                ((Number) row[0]).longValue(), (String) row[1], (String) row[2], (String) row[3], Role.valueOf((String)
                        row[4]));
    }

    private static Set<Right> rights(String[] scopes) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        Arrays.stream(scopes).map(Right::valueOf).forEach(rights::add);
        return rights;
    }
}
