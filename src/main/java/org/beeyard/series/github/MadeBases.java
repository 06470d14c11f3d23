package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.regex.Pattern;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.sql.Sql;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the branches away that {@code bpf-ci-check} makes for one pull request to go into, where the fork's own base lacks what the work
 * stands on: {@code ci-base/NAME} for {@code ci-test/NAME}. Nobody else does, and nobody misses them.
 */
@ApplicationScoped
class MadeBases {

    private static final Logger log = Logger.getLogger(MadeBases.class);
    private static final String MADE = "ci-base/";
    private static final String TESTED = "ci-test/";

    /** What the script allows. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/+-]{1,200}");

    private final EntityManager database;

    MadeBases(EntityManager database) {
        this.database = database;
    }

    /**
     * Of a pull request that is closed. Where the farm may not, the branch stays, and the farm's page says so.
     *
     * @throws Fault when it cannot be known now whether something else uses the branch, or whether it is gone
     */
    void drop(Repository repository, Said.Pull closed) throws Fault {
        String branch = closed.base();
        if (!isMadeFor(closed)
                || !repository.client().speaks()
                || repository.client().branches().head(branch).isEmpty()
                || repository.client().desk().anyOpen(branch)) {
            return;
        }
        try {
            repository.client().branches().delete(branch);
            log.infof("%s: %s is deleted, pull request %d is over", repository.name(), branch, closed.number());
            remark(repository, null);
        } catch (Fault fault) {
            switch (fault.kind()) {
                case UNREACHABLE, BUSY, TOO_LARGE, BROKEN -> throw fault;
                case FORBIDDEN, MISSING, REFUSED -> stays(repository, branch, fault);
            }
        }
    }

    /** To have it is up to the repository's owner, so it is said once. */
    private void stays(Repository repository, String branch, Fault fault) {
        String words =
                "Branches that bpf-ci-check has made stay when their pull request is over: the farm may not delete "
                        + branch + ". It can where App or token have Contents: write. (" + fault.getMessage() + ")";
        if (remark(repository, words)) {
            log.warnf("%s: %s", repository.name(), words);
        }
    }

    /** Returns whether that is news. */
    private boolean remark(Repository repository, @Nullable String words) {
        return QuarkusTransaction.requiringNew()
                        .call(() -> Sql.query(
                                        database,
                                        "update github_repository set remark = cast(?2 as text) where name = ?1 and (remark is null) <> (cast(?2 as text) is null)",
                                        repository.name(),
                                        words == null ? null : words.replace("\0", ""))
                                .executeUpdate())
                > 0;
    }

    private static boolean isMadeFor(Said.Pull pull) {
        String base = pull.base();
        return base.startsWith(MADE)
                && NAME.matcher(base).matches()
                && pull.branch()
                        .filter((TESTED + base.substring(MADE.length()))::equals)
                        .isPresent();
    }
}
