package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Deliveries.Kind;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/** Finds what no delivery told: where nothing has happened few requests, which GitHub does not count then. */
@ApplicationScoped
class Poll {

    /** GitHub's lists may lag behind. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final Pulls pulls;
    private final BranchPoll branchPoll;
    private final LossPoll lossPoll;
    private final Deliveries deliveries;
    private final OwnPulls own;
    private final EntityManager database;
    private final Clock clock;

    Poll(
            Pulls pulls,
            BranchPoll branchPoll,
            LossPoll lossPoll,
            Deliveries deliveries,
            OwnPulls own,
            EntityManager database,
            Clock clock) {
        this.pulls = pulls;
        this.branchPoll = branchPoll;
        this.lossPoll = lossPoll;
        this.deliveries = deliveries;
        this.own = own;
        this.database = database;
        this.clock = clock;
    }

    void run(Repository repository) throws Fault {
        pulls(repository);
        branchPoll.run(repository);
        comments(repository);
        lossPoll.run(repository);
    }

    private @Nullable Instant until(Repository repository, String column) {
        return QuarkusTransaction.requiringNew().call(() -> (Instant) ((Object[])
                        database.createNativeQuery("select " + column + ", name from github_repository where name = ?1")
                                .setParameter(1, repository.name())
                                .getSingleResult())
                [0]);
    }

    /** The first time all that are open, then whatever has changed since. */
    private void pulls(Repository repository) throws Fault {
        Optional<Instant> until = Optional.ofNullable(until(repository, "pulls_until"));
        Instant[] newest = {until.orElse(Instant.EPOCH)};
        repository.client().pulls(until.isEmpty(), page -> {
            note(repository, page);
            Instant first = page.getFirst().updatedAt();
            newest[0] = first.isAfter(newest[0]) ? first : newest[0];
            return until.isEmpty()
                    || !page.getLast().updatedAt().isBefore(until.get().minus(OVERLAP));
        });
        if (!Optional.of(newest[0]).equals(until)) {
            update(repository, "pulls_until", newest[0]);
        }
    }

    private void note(Repository repository, List<Said.Pull> page) {
        QuarkusTransaction.requiringNew().run(() -> page.forEach(pull -> note(repository, pull)));
    }

    private void note(Repository repository, Said.Pull pull) {
        Optional<Pulls.Known> known = pulls.known(repository.name(), pull.number());
        boolean news = known.map(k -> k.open() != pull.open()
                        || pull.open()
                                && (!k.head().equals(pull.head())
                                        || k.base()
                                                .filter(base -> !base.equals(pull.base()))
                                                .isPresent()))
                .orElse(pull.open());
        if (news && !own.has(repository.name(), pull)) {
            deliveries.add(new Delivery(
                    String.join(
                            " ",
                            repository.name(),
                            "pull",
                            Integer.toString(pull.number()),
                            pull.head(),
                            Boolean.toString(pull.open()),
                            pull.updatedAt().toString()),
                    repository.name(),
                    Kind.PULL,
                    pull.number(),
                    null,
                    "",
                    "",
                    null));
        }
    }

    private void comments(Repository repository) throws Fault {
        Instant since = Optional.ofNullable(until(repository, "comments_until")).orElse(clock.instant());
        List<Said.Comment> comments = repository.client().comments(since.minus(OVERLAP));
        if (comments.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> comments.stream()
                        .filter(comment -> !Command.in(comment.body()).isEmpty())
                        .forEach(comment -> deliveries.add(new Delivery(
                                repository.name() + " comment " + comment.id(),
                                repository.name(),
                                Kind.COMMENT,
                                comment.number(),
                                comment.id(),
                                comment.author(),
                                comment.body(),
                                comment.createdAt()))));
        Instant newest = comments.getLast().updatedAt();
        if (newest.isAfter(since)) {
            update(repository, "comments_until", newest);
        }
    }

    private void update(Repository repository, String column, Instant to) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "update github_repository set " + column + " = ?2 where name = ?1")
                        .setParameter(1, repository.name())
                        .setParameter(2, to)
                        .executeUpdate());
    }
}
