package org.beeyard.people;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The operator's token of a farm that knows no other people: given by the configuration, or made at the first start and kept
 * in the data folder for its owner. PostgreSQL has its hash. The log never has it.
 */
@ApplicationScoped
class AdminToken {

    static final String FILE = "admin-token";

    private static final Logger log = Logger.getLogger(AdminToken.class);
    private static final int LOCK = 0x62656574;

    private final EntityManager database;
    private final People people;
    private final SignInConfig config;
    private final Clock clock;
    private final SecureRandom random;
    private final Path file;
    private final boolean alone;

    /** @param alone whether no other replica can have made one */
    AdminToken(
            EntityManager database,
            People people,
            SignInConfig config,
            Clock clock,
            SecureRandom random,
            @ConfigProperty(name = "beeyard.home") Path home,
            @ConfigProperty(name = "beeyard.alone") boolean alone) {
        this.database = database;
        this.people = people;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.file = home.resolve(FILE);
        this.alone = alone;
    }

    void starting(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> settle().ifPresent(this::tell));
    }

    /** The secret, if one was made. */
    Optional<Secret> settle() {
        database.createNativeQuery("select 1 from pg_advisory_xact_lock(?1, 0)")
                .setParameter(1, LOCK)
                .getSingleResult();
        if (!Issuers.local(config)) {
            revokeAllBut("");
            forget();
            return Optional.empty();
        }
        Optional<Secret> given = config.adminToken().map(String::strip).map(Secret::new);
        if (given.isPresent()) {
            accept(given.get());
            forget();
            return Optional.empty();
        }
        // Who has lost it removes the file; another replica's folder has the one that is not here.
        if (counts() && (!alone || kept().filter(this::counts).isPresent())) {
            return Optional.empty();
        }
        Secret made = Secret.fresh("byt_", random);
        accept(made);
        keep(made);
        return Optional.of(made);
    }

    private void accept(Secret secret) {
        Person admin = people.vouched(Person.LOCAL, "admin", "admin", Role.OPERATOR);
        revokeAllBut(secret.hash());
        database.createNativeQuery("""
                        insert into api_token (person_id, name, hash, scopes, made_at) values (?1, 'admin token', ?2, ?3, ?4)
                        on conflict (hash) do update set revoked_at = null
                        """)
                .setParameter(1, admin.id())
                .setParameter(2, secret.hash())
                .setParameter(3, new String[] {"READ", "SUBMIT", "ACT", "OPERATE"})
                .setParameter(4, clock.instant())
                .executeUpdate();
    }

    private void revokeAllBut(String hash) {
        database.createNativeQuery(
                        "update api_token set revoked_at = ?2 where expires_at is null and revoked_at is null and hash <> ?1")
                .setParameter(1, hash)
                .setParameter(2, clock.instant())
                .executeUpdate();
    }

    private boolean counts() {
        return !database.createNativeQuery("select 1 from api_token where expires_at is null and revoked_at is null")
                .getResultList()
                .isEmpty();
    }

    private boolean counts(Secret secret) {
        return !database.createNativeQuery(
                        "select 1 from api_token where hash = ?1 and expires_at is null and revoked_at is null")
                .setParameter(1, secret.hash())
                .getResultList()
                .isEmpty();
    }

    private Optional<Secret> kept() {
        try {
            return Files.isReadable(file)
                    ? Optional.of(new Secret(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token in " + file + " cannot be read", e);
        }
    }

    /** One that counts no more misleads. */
    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token in " + file + " counts no more and cannot be removed", e);
        }
    }

    private void keep(Secret secret) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(FILE + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, secret.text() + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token cannot be kept in " + file, e);
        }
    }

    /** A terminal is for whoever started the farm; a log is for many, and for long. */
    private void tell(Secret secret) {
        log.infof("an admin token was made: who has it may sign in as operator. It is kept in %s", file);
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            console.printf("%nSign in as operator with this token, shown this once:%n  %s%n%n", secret.text());
        }
    }
}
