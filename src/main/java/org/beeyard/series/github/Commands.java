package org.beeyard.series.github;

import static java.util.stream.Collectors.joining;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.lease.Leases;
import org.beeyard.people.Actor;
import org.beeyard.series.Approvals;
import org.beeyard.series.SeriesActs;
import org.beeyard.series.SeriesActs.Answer;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Pulls.Known;
import org.beeyard.series.github.Replies.Reply;
import org.jspecify.annotations.Nullable;

/** Does what members ask for, in comments and by GitHub's button. What is done and that it is done is one transaction. */
@ApplicationScoped
class Commands {

    /** Of a whole series' check the external id, before the number. */
    private static final String SERIES = "series-";

    private final Pulls pulls;
    private final OwnPulls own;
    private final Members members;
    private final Deliveries deliveries;
    private final Replies replies;
    private final SeriesActs acts;
    private final Approvals approvals;
    private final SeriesIntake intake;
    private final Leases leases;
    private final EntityManager database;

    Commands(
            Pulls pulls,
            OwnPulls own,
            Members members,
            Deliveries deliveries,
            Replies replies,
            SeriesActs acts,
            Approvals approvals,
            SeriesIntake intake,
            Leases leases,
            EntityManager database) {
        this.pulls = pulls;
        this.own = own;
        this.members = members;
        this.deliveries = deliveries;
        this.replies = replies;
        this.acts = acts;
        this.approvals = approvals;
        this.intake = intake;
        this.leases = leases;
        this.database = database;
    }

    void comment(Repository repository, Delivery told) throws IOException {
        int number = told.number() == null ? 0 : told.number();
        if (!members.isMember(repository, told.login())) {
            QuarkusTransaction.requiringNew().run(() -> {
                deliveries.done(told, told.login() + " is no member.");
                replies.add(told, Reply.REFUSED, "");
            });
            return;
        }
        pulls.look(repository, number); // the deliveries of the pull request itself may come later, or never
        QuarkusTransaction.requiringNew().run(() -> {
            leases.confirm(Leases.TREES);
            Optional<Known> pull = pulls.known(repository.name(), number).filter(Known::open);
            Optional<Long> series = pull.flatMap(Known::series).or(() -> own.series(repository.name(), number));
            List<Answer> answers = new ArrayList<>();
            Actor by = Members.actor(repository, told.login());
            if (series.isEmpty()) {
                answers.add(new Answer(false, "There is no series of it."));
            } else {
                for (Command command : Command.in(told.words())) {
                    answers.add(obey(command, series.get(), pull, told.saidAt(), by));
                }
            }
            deliveries.done(told, answers.stream().map(Answer::words).collect(joining(" ")));
            boolean done = answers.stream().allMatch(Answer::done);
            replies.add(
                    told,
                    done ? Reply.DONE : Reply.REFUSED,
                    answers.stream()
                            .filter(answer -> !answer.done())
                            .map(Answer::words)
                            .collect(joining(" ")));
        });
        intake.announce();
    }

    private Answer obey(Command command, long series, Optional<Known> pull, @Nullable Instant saidAt, Actor by) {
        return switch (command) {
            case Command.Retest(Set<String> words) -> acts.retest(series, words, by);
            case Command.Cancel _ -> acts.cancel(series, by);
            case Command.Approve _ -> {
                if (saidAt == null
                        || pull.filter(known -> !saidAt.isAfter(known.seenAt())).isPresent()) {
                    yield new Answer(false, "The approval is older than the head that it would approve.");
                }
                yield approvals.approve(series, by, "By a comment.")
                        ? new Answer(true, "Series " + series + " is approved.")
                        : new Answer(false, "It does not wait for approval.");
            }
        };
    }

    /** GitHub's buttons: one check, or all of a commit. */
    void rerun(Repository repository, Delivery told) throws IOException {
        if (!members.isMember(repository, told.login())) {
            finish(told, told.login() + " is no member.");
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            leases.confirm(Leases.TREES);
            Actor by = Members.actor(repository, told.login());
            deliveries.done(told, again(repository, told.words(), by));
        });
        intake.announce();
    }

    private String again(Repository repository, String which, Actor by) {
        if (which.matches(Payload.SUITE + "[0-9a-f]{40}")) {
            return newest(repository, which.substring(Payload.SUITE.length()))
                    .map(series -> acts.retest(series, Set.of(), by).words())
                    .orElse("No series has this head.");
        }
        if (which.matches(SERIES + "\\d{1,18}")) {
            long series = Long.parseLong(which.substring(SERIES.length()));
            return isOf(repository, series) ? acts.retest(series, Set.of(), by).words() : "There is no such series.";
        }
        if (which.matches("\\d{1,18}")) {
            long job = Long.parseLong(which);
            return acts.seriesOf(job).filter(series -> isOf(repository, series)).isPresent()
                    ? acts.retestJob(job, by).words()
                    : "There is no such job.";
        }
        return "It is no check of this farm.";
    }

    private Optional<Long> newest(Repository repository, String head) {
        return database.createNativeQuery("""
                        select max(series_id)
                          from (select series_id from github_version where repository = ?1 and head = ?2
                                union all select series_id from mirror_pull where repository = ?1 and head = ?2 and open) of_head
                        """, Long.class)
                .setParameter(1, repository.name())
                .setParameter(2, head)
                .getResultStream()
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(Long.class::cast);
    }

    private boolean isOf(Repository repository, long series) {
        return !database.createNativeQuery("""
                        select 1 from github_version where series_id = ?1 and repository = ?2
                        union all select 1 from mirror_pull where series_id = ?1 and repository = ?2
                        """)
                .setParameter(1, series)
                .setParameter(2, repository.name())
                .getResultList()
                .isEmpty();
    }

    private void finish(Delivery told, String outcome) {
        QuarkusTransaction.requiringNew().run(() -> deliveries.done(told, outcome));
    }
}
