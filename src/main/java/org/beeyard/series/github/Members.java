package org.beeyard.series.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.people.Actor;
import org.beeyard.wire.Fault;

/** Who is listened to, and whose pull requests are tested at once. */
@ApplicationScoped
class Members {

    private static final String ANYBODY = "everyone";

    /** Whether somebody's commands are obeyed. */
    boolean isMember(Repository repository, String login) throws Fault {
        Optional<List<String>> members = repository.config().members();
        return members.isPresent()
                ? members.get().stream().anyMatch(login::equalsIgnoreCase)
                : repository.client().mayWrite(login);
    }

    /** Where the farm may not ask who is a member, nobody is known by that. */
    boolean isKnown(Repository repository, String author) throws Fault {
        List<String> authors = repository.config().authors().orElse(List.of());
        if (authors.contains(ANYBODY) || authors.stream().anyMatch(author::equalsIgnoreCase)) {
            return true;
        }
        try {
            return isMember(repository, author);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.FORBIDDEN) {
                return false;
            }
            throw fault;
        }
    }

    /** As the audit has them. */
    static Actor actor(Repository repository, String login) {
        return new Actor(
                Optional.empty(),
                Optional.empty(),
                login + " on " + repository.name().replaceFirst("^.*@", ""));
    }
}
