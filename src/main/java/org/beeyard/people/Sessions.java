package org.beeyard.people;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People who have signed in with a browser. A session ends at its time, at sign-out, or with the token by which it began. */
@ApplicationScoped
public class Sessions {

    private final EntityManager database;
    private final SignInConfig config;
    private final Clock clock;
    private final SecureRandom random;

    Sessions(EntityManager database, SignInConfig config, Clock clock, SecureRandom random) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /**
     * In the caller's transaction.
     *
     * @param token by which it begins
     * @return the secret, for the browser's cookie
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Secret begin(Person person, Optional<Long> token) {
        Secret secret = Secret.fresh("bys_", random);
        Instant now = clock.instant();
        database.createNativeQuery(
                        "insert into session (hash, person_id, token_id, began_at, expires_at) values (?1, ?2, cast(?3 as bigint), ?4, ?5)")
                .setParameter(1, secret.hash())
                .setParameter(2, person.id())
                .setParameter(3, token.orElse(null))
                .setParameter(4, now)
                .setParameter(5, now.plus(config.session()))
                .executeUpdate();
        return secret;
    }

    @Transactional
    public Optional<Caller.SignedIn> of(Secret secret) {
        List<Object[]> rows = database.createNativeQuery("""
                        select p.id, p.issuer, p.subject, p.name, p.role, s.hash
                          from session s join person p on p.id = s.person_id left join api_token t on t.id = s.token_id
                         where s.hash = ?1 and s.expires_at > ?2 and t.revoked_at is null and p.issuer = any (?3)
                        """, Object[].class)
                .setParameter(1, secret.hash())
                .setParameter(2, clock.instant())
                .setParameter(3, Issuers.known(config))
                .getResultList();
        return rows.stream().findFirst().map(row -> new Caller.SignedIn(Tokens.person(row), (String) row[5]));
    }

    @Transactional
    public void end(Caller.SignedIn caller) {
        database.createNativeQuery("delete from session where hash = ?1")
                .setParameter(1, caller.session())
                .executeUpdate();
    }

    /** Ends all of a person's, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endAll(long person) {
        database.createNativeQuery("delete from session where person_id = ?1")
                .setParameter(1, person)
                .executeUpdate();
    }

    @Scheduled(every = "1h", identity = "sessions", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("delete from session where expires_at < ?1")
                        .setParameter(1, clock.instant())
                        .executeUpdate());
    }
}
