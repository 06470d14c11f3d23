package org.beeyard.check.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.github.GithubClient;
import org.beeyard.github.GithubClients;
import org.beeyard.github.GithubConfig;
import org.beeyard.github.GithubRepositories;
import org.beeyard.tree.TreesConfig;

/** The commits at which a series' checks are shown: heads of pull requests, those that are tested and those that mirror. */
@ApplicationScoped
class Heads {

    private final GithubRepositories tested;
    private final Map<String, Repository> repositories = new HashMap<>();
    private final EntityManager database;

    Heads(
            GithubRepositories tested,
            GithubConfig config,
            GithubClients clients,
            TreesConfig trees,
            EntityManager database) {
        this.tested = tested;
        this.database = database;
        trees.all()
                .values()
                .forEach(tree -> tree.mirror().ifPresent(mirror -> {
                    try {
                        String name = config.name(mirror.repository());
                        repositories.put(name, new Repository(name, clients.of(mirror.repository())));
                    } catch (IOException e) {
                        throw new UncheckedIOException("github: " + e.getMessage(), e);
                    }
                }));
        tested.all().forEach(one -> repositories.put(one.name(), new Repository(one.name(), one.client())));
    }

    record Repository(String name, GithubClient client) {}

    /** @param tree by which the checks are called */
    record Head(String repository, String commit, String tree) {}

    /** Empty when it was configured once and is not any more. */
    Optional<Repository> repository(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    /** In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Head> of(long series) {
        List<Head> heads = new ArrayList<>();
        for (Object row :
                database.createNativeQuery("""
                        select repository, head, cast(null as text) from github_version where series_id = ?1
                        union all
                        select repository, head, tree from mirror_pull where series_id = ?1 and head is not null and number is not null and open
                        """).setParameter(1, series).getResultList()) {
            Object[] r = (Object[]) row;
            String repository = (String) r[0];
            Optional<String> tree = Optional.ofNullable((String) r[2])
                    .or(() -> tested.named(repository).map(one -> one.config().tree()));
            if (repositories.containsKey(repository)) {
                tree.ifPresent(called -> heads.add(new Head(repository, (String) r[1], called)));
            }
        }
        return heads;
    }

    /** By which the checks of a series are called there: of one that is mirrored, the tree that it was applied to. */
    String tree(String repository, long series) {
        Optional<String> mirrored = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                                select t.name from series s join base b on b.id = s.base_id join tree t on t.id = b.tree_id
                                 where s.id = ?1 and not exists (select 1 from github_version v where v.series_id = s.id and v.repository = ?2)
                                """, String.class)
                        .setParameter(1, series)
                        .setParameter(2, repository)
                        .getResultStream()
                        .findFirst()
                        .map(String.class::cast));
        return mirrored.or(
                        () -> tested.named(repository).map(one -> one.config().tree()))
                .orElse("");
    }
}
