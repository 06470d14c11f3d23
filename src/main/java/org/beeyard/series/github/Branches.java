package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.lease.Leases;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Offers.Offer;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.sql.Sql;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a branch as it stands, and brings its series to where that is: a push is a new version, deletion closes. Who can push to it may
 * write to the repository, so nobody's approval is waited for. A branch with an open pull request is the pull request's.
 */
@ApplicationScoped
class Branches {

    private static final Logger log = Logger.getLogger(Branches.class);

    private final Offers offers;
    private final Versions versions;
    private final SeriesIntake intake;
    private final Deliveries deliveries;
    private final Leases leases;
    private final EntityManager database;
    private final Event<SeriesChanged> changed;

    Branches(
            Offers offers,
            Versions versions,
            SeriesIntake intake,
            Deliveries deliveries,
            Leases leases,
            EntityManager database,
            Event<SeriesChanged> changed) {
        this.offers = offers;
        this.versions = versions;
        this.intake = intake;
        this.deliveries = deliveries;
        this.leases = leases;
        this.database = database;
        this.changed = changed;
    }

    private enum State {
        TAKEN,
        /** Nothing of it can be tested. */
        IGNORED,
        /** It is a pull request's, or was there before the farm was to look. */
        LEFT
    }

    /** @param series of the head that was dealt with last */
    record Known(boolean open, String head, Optional<Long> series) {}

    /** What the intake calls the change; a pull request of the branch is the same one. */
    static String change(String branch) {
        return "branch " + branch;
    }

    Optional<Known> known(Repository repository, String branch) {
        Optional<Object[]> row = Sql.query(
                        database,
                        "select open, head, series_id from github_branch where repository = ?1 and name = ?2",
                        repository.name(),
                        branch)
                .getResultStream()
                .findFirst();
        return row.map(r -> new Known(
                (Boolean) r[0],
                (String) r[1],
                Optional.ofNullable((Number) r[2]).map(Number::longValue)));
    }

    /** The open pull request that has the branch. */
    Optional<Integer> pullOf(Repository repository, String branch) {
        return Sql.query(
                        database,
                        "select number, branch from github_pull where repository = ?1 and branch = ?2 and open limit 1",
                        repository.name(),
                        branch)
                .getResultStream()
                .findFirst()
                .map(row -> (Integer) ((Object[]) row)[0]);
    }

    /** The series of the pull request's very head over the same base, which was pushed before the pull request was opened. */
    Optional<Long> at(Repository repository, Said.Pull pull) {
        return pull.branch()
                .filter(_ ->
                        repository.config().base().filter(pull.base()::equals).isPresent())
                .flatMap(branch -> known(repository, branch))
                .filter(known -> known.head().equals(pull.head()))
                .flatMap(Known::series);
    }

    /** It is the pull request's now. */
    void leave(Repository repository, Said.Pull pull) {
        Sql.query(
                        database,
                        "update github_branch set series_id = null, state = 'LEFT', reason = ?3 where repository = ?1 and name = ?2",
                        repository.name(),
                        pull.branch().orElse(""),
                        has(pull.number()))
                .executeUpdate();
    }

    /** An IOException that is no fault of GitHub's: git could not fetch, or the head moved meanwhile. */
    void look(Repository repository, Delivery told) throws IOException {
        String branch = told.words();
        Optional<String> head = Watched.is(repository, branch)
                ? repository.client().branches().head(branch)
                : Optional.empty(); // any more
        Optional<Known> before = QuarkusTransaction.requiringNew().call(() -> known(repository, branch));
        Optional<Integer> pull = QuarkusTransaction.requiringNew().call(() -> pullOf(repository, branch));
        if (head.isEmpty()) {
            settle(told, "It is gone.", () -> gone(repository, branch, before));
        } else if (pull.isPresent()) {
            settle(
                    told,
                    "A pull request has it.",
                    () -> row(repository, branch, head.get(), State.LEFT, has(pull.get()), null));
        } else if (before.filter(known -> known.open() && known.head().equals(head.get()))
                .isPresent()) {
            settle(told, "It is as it was.", () -> {});
        } else {
            Fate fate = offers.fate(repository, offer(repository, branch, head.get()), () -> true);
            settle(told, "It has a new head.", () -> note(repository, branch, head.get(), before, fate));
            intake.announce();
        }
    }

    private static String has(int pull) {
        return "pull request #" + pull + " has it";
    }

    private void settle(Delivery told, String outcome, Runnable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            leases.confirm(Leases.TREES);
            work.run();
            deliveries.done(told, outcome);
        });
    }

    private static Offer offer(Repository repository, String branch, String head) throws IOException {
        String base = repository.config().base().orElseThrow();
        return new Offer(
                branch,
                Optional.empty(),
                "",
                Optional.empty(),
                "refs/heads/" + branch,
                head,
                repository.client().branches().ahead(base, head));
    }

    private void gone(Repository repository, String branch, Optional<Known> before) {
        before.flatMap(Known::series)
                .ifPresent(series -> intake.close(series, "Its branch is gone from " + repository.name() + "."));
        Sql.query(
                        database,
                        "update github_branch set open = false where repository = ?1 and name = ?2",
                        repository.name(),
                        branch)
                .executeUpdate();
    }

    private void note(Repository repository, String branch, String head, Optional<Known> before, Fate fate) {
        switch (fate) {
            case Fate.Ignored(String reason) -> {
                before.flatMap(Known::series)
                        .ifPresent(
                                series -> intake.close(series, "There is nothing to test any more: " + reason + "."));
                row(repository, branch, head, State.IGNORED, reason, null);
            }
            case Fate.Version(PostedSeries posted, Start start) -> {
                long series = intake.next(
                        change(branch),
                        posted,
                        repository.name(),
                        repository.config().tree(),
                        start);
                row(repository, branch, head, State.TAKEN, null, series);
                versions.add(new Versions.Version(series, repository.name(), null, branch, head));
                changed.fire(new SeriesChanged(series));
                log.infof("%s: branch %s is series %d", repository.name(), branch, series);
            }
        }
    }

    /** What is there, without a series: it was there before the farm was told to look. */
    void writeDown(Repository repository, Said.Branch branch) {
        row(repository, branch.name(), branch.head(), State.LEFT, "it was there before the farm was to look", null);
    }

    private void row(
            Repository repository,
            String branch,
            String head,
            State state,
            @Nullable String reason,
            @Nullable Long series) {
        Sql.query(database, """
                        insert into github_branch (repository, name, open, head, state, reason, series_id)
                        values (?1, ?2, true, ?3, ?6, cast(?4 as text), cast(?5 as bigint))
                        on conflict (repository, name) do update
                           set open = true, head = excluded.head, state = excluded.state, reason = excluded.reason, series_id = excluded.series_id
                        """, repository.name(), branch, head, reason, series, state.name())
                .executeUpdate();
    }
}
