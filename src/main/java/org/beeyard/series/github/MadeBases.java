package org.beeyard.series.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;

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

    /**
     * Of a pull request that is closed.
     *
     * @throws Fault when it cannot be known now whether something else uses the branch, or whether it is gone
     */
    void drop(Repository repository, Said.Pull closed) throws Fault {
        if (!isMadeFor(closed) || !repository.client().speaks()) {
            return;
        }
        try {
            if (!repository.client().desk().anyOpen(closed.base())) {
                repository.client().branches().delete(closed.base());
                log.infof(
                        "%s: %s is deleted, pull request %d is over",
                        repository.name(), closed.base(), closed.number());
            }
        } catch (Fault fault) {
            switch (fault.kind()) {
                case UNREACHABLE, BUSY, BROKEN -> throw fault;
                case FORBIDDEN, MISSING, REFUSED -> // without the right to write contents, or gone already
                    log.debugf("%s: %s stays: %s", repository.name(), closed.base(), fault.getMessage());
            }
        }
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
