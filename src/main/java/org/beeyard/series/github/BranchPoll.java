package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Deliveries.Kind;
import org.beeyard.wire.Fault;

/**
 * Finds pushes to branches that no delivery told: a request for each configured pattern. The first time, and after the patterns have
 * changed, what is there is written down and not tested: nobody knows whether anybody still wants it.
 */
@ApplicationScoped
class BranchPoll {

    private final Branches branches;
    private final Deliveries deliveries;
    private final EntityManager database;

    BranchPoll(Branches branches, Deliveries deliveries, EntityManager database) {
        this.branches = branches;
        this.deliveries = deliveries;
        this.database = database;
    }

    void run(Repository repository) throws Fault {
        List<String> globs = repository.config().branches().orElse(List.of());
        Map<String, Said.Branch> there = new HashMap<>();
        for (String beginning :
                new TreeSet<>(globs.stream().map(Watched::beginning).toList())) {
            repository.client().branches().beginning(beginning).stream()
                    .filter(branch -> Watched.is(repository, branch.name()))
                    .forEach(branch -> there.put(branch.name(), branch));
        }
        QuarkusTransaction.requiringNew().run(() -> {
            boolean first = !asked(repository).equals(Optional.of(String.join(" ", globs)));
            there.values().forEach(branch -> note(repository, branch, first));
            lost(repository, there);
            if (first) {
                database.createNativeQuery("update github_repository set branches = ?2 where name = ?1")
                        .setParameter(1, repository.name())
                        .setParameter(2, String.join(" ", globs))
                        .executeUpdate();
            }
        });
    }

    private Optional<String> asked(Repository repository) {
        return database.createNativeQuery(
                        "select coalesce(branches, '') from github_repository where name = ?1", String.class)
                .setParameter(1, repository.name())
                .getResultStream()
                .findFirst()
                .map(String.class::cast);
    }

    private void note(Repository repository, Said.Branch branch, boolean first) {
        Optional<Branches.Known> known = branches.known(repository, branch.name());
        if (known.isEmpty() && first) {
            branches.writeDown(repository, branch);
        } else if (known.filter(k -> k.open() && k.head().equals(branch.head())).isEmpty()) {
            look(repository, branch.name());
        }
    }

    /** Those that are gone, or of which the patterns no longer speak. */
    private void lost(Repository repository, Map<String, Said.Branch> there) {
        List<String> known = database.createNativeQuery(
                        "select name from github_branch where repository = ?1 and open", String.class)
                .setParameter(1, repository.name())
                .getResultList();
        known.stream().filter(name -> !there.containsKey(name)).forEach(name -> look(repository, name));
    }

    private void look(Repository repository, String branch) {
        if (!deliveries.waits(repository.name(), branch)) {
            deliveries.add(new Delivery(
                    UUID.randomUUID().toString(), repository.name(), Kind.BRANCH, null, null, "", branch, null));
        }
    }
}
