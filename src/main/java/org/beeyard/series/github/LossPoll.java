package org.beeyard.series.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.beeyard.github.GithubLosses;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;

/**
 * Finds clicks on <i>Re-run</i> that the farm was told of in vain. What a click leaves in check runs and suites says neither which check
 * was meant nor by whom; GitHub's record of an App's deliveries does.
 */
@ApplicationScoped
class LossPoll {

    private static final Logger log = Logger.getLogger(LossPoll.class);

    /** Deliveries are recorded when they have failed, which takes GitHub up to ten seconds. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final Deliveries deliveries;
    private final EntityManager database;
    private final Clock clock;

    LossPoll(Deliveries deliveries, EntityManager database, Clock clock) {
        this.deliveries = deliveries;
        this.database = database;
        this.clock = clock;
    }

    void run(Repository repository) throws Fault {
        Optional<GithubLosses> losses = repository.client().losses();
        if (losses.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant since =
                QuarkusTransaction.requiringNew().call(() -> until(repository)).orElse(now);
        try {
            for (GithubLosses.Lost lost :
                    losses.get().since(since.minus(OVERLAP), "rerequested", Set.of("check_run", "check_suite"))) {
                if (!QuarkusTransaction.requiringNew().call(() -> deliveries.has(lost.guid()))) {
                    take(repository, lost, losses.get().payload(lost));
                }
            }
        } catch (Fault fault) {
            switch (fault.kind()) {
                case UNREACHABLE, BUSY, TOO_LARGE, BROKEN -> throw fault;
                case FORBIDDEN, MISSING, REFUSED -> { // a server that keeps no such record
                    log.debugf("%s: %s", repository.name(), fault.getMessage());
                    return;
                }
            }
        }
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("update github_repository set losses_until = ?2 where name = ?1")
                        .setParameter(1, repository.name())
                        .setParameter(2, now)
                        .executeUpdate());
    }

    /** An App has one record for all its repositories. */
    private void take(Repository repository, GithubLosses.Lost lost, JsonNode payload) {
        String name = payload.path("repository").path("full_name").asText();
        if (lost.guid().matches("[\\w-]{1,100}")
                && name.equalsIgnoreCase(repository.config().name())) {
            Payload.read(
                            lost.guid(),
                            lost.event(),
                            repository.name(),
                            branch -> Watched.is(repository, branch),
                            payload)
                    .ifPresent(told -> QuarkusTransaction.requiringNew().run(() -> deliveries.add(told)));
        }
    }

    private Optional<Instant> until(Repository repository) {
        return Optional.ofNullable((Instant) ((Object[])
                        database.createNativeQuery("select losses_until, name from github_repository where name = ?1")
                                .setParameter(1, repository.name())
                                .getSingleResult())
                [0]);
    }
}
