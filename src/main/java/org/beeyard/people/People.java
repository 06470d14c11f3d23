package org.beeyard.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Writes down who has come. */
@ApplicationScoped
public class People {

    private static final int LONGEST = 100;

    private final EntityManager database;

    People(EntityManager database) {
        this.database = database;
    }

    /** Somebody for whom {@code issuer} vouches, with the name and role that it gives them now. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Person vouched(String issuer, String subject, String name, Role role) {
        String shown = shown(name);
        Number id = (Number) database.createNativeQuery("""
                        insert into person (issuer, subject, name, role) values (?1, ?2, ?3, ?4)
                        on conflict (issuer, subject) do update set name = excluded.name, role = excluded.role
                        returning id
                        """)
                .setParameter(1, issuer)
                .setParameter(2, subject)
                .setParameter(3, shown)
                .setParameter(4, role.name())
                .getSingleResult();
        return new Person(id.longValue(), issuer, subject, shown, role);
    }

    /** The number of somebody who has come before. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Long> known(String issuer, String subject) {
        return database.createNativeQuery("select id from person where issuer = ?1 and subject = ?2", Long.class)
                .setParameter(1, issuer)
                .setParameter(2, subject)
                .getResultStream()
                .findFirst()
                .map(Long.class::cast);
    }

    /** Names come from outside. */
    static String shown(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
        int length = Math.min(LONGEST, clean.codePointCount(0, clean.length()));
        return clean.isEmpty() ? "somebody" : clean.substring(0, clean.offsetByCodePoints(0, length));
    }
}
