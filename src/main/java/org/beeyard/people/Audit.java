package org.beeyard.people;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what. */
@ApplicationScoped
public class Audit {

    public static final int PAGE = 100;

    private final EntityManager database;
    private final SignInConfig config;
    private final Clock clock;

    Audit(EntityManager database, SignInConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** @param token the name of the token by which it was done */
    public record AuditRow(
            long id,
            Instant at,
            String who,
            @Nullable String issuer,
            @Nullable String subject,
            @Nullable String token,
            String act,
            String object,
            String detail) {}

    /**
     * In the transaction of the act.
     *
     * @param object what it was done to: {@code pool local}, {@code run 17}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Actor by, Act act, String object, String detail) {
        database.createNativeQuery("""
                        insert into audit (at, person_id, token_id, who, act, object, detail)
                        values (?1, cast(?2 as bigint), cast(?3 as bigint), ?4, ?5, ?6, ?7)
                        """)
                .setParameter(1, clock.instant())
                .setParameter(2, by.person().orElse(null))
                .setParameter(3, by.token().orElse(null))
                .setParameter(4, by.name())
                .setParameter(5, act.name())
                .setParameter(6, object)
                .setParameter(7, detail)
                .executeUpdate();
    }

    /** The newest first, those before the one given. */
    @Transactional
    public List<AuditRow> page(@Nullable Long before) {
        List<Object[]> rows = database.createNativeQuery("""
                        select a.id, a.at, a.who, p.issuer, p.subject, t.name, a.act, a.object, a.detail
                          from audit a left join person p on p.id = a.person_id left join api_token t on t.id = a.token_id
                         where a.id < ?1 order by a.id desc limit %d
                        """.formatted(PAGE), Object[].class)
                .setParameter(1, before == null ? Long.MAX_VALUE : before)
                .getResultList();
        return rows.stream()
                .map(r -> new AuditRow(
                        ((Number) r[0]).longValue(),
                        (Instant) r[1],
                        (String) r[2],
                        (String) r[3],
                        (String) r[4],
                        (String) r[5],
                        Act.valueOf((String) r[6]).words(),
                        (String) r[7],
                        (String) r[8]))
                .toList();
    }

    @Scheduled(every = "6h", identity = "audit", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("delete from audit where at < ?1")
                        .setParameter(1, clock.instant().minus(config.audit()))
                        .executeUpdate());
    }
}
