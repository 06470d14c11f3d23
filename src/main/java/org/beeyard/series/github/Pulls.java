package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.lease.Leases;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.github.Offers.Offer;
import org.beeyard.series.mail.Author;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.sql.Sql;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks at a pull request as it stands, and brings its series to where that is: a new head is a new version, closing closes. */
@ApplicationScoped
class Pulls {

    private static final Logger log = Logger.getLogger(Pulls.class);

    private final Offers offers;
    private final Branches branches;
    private final Versions versions;
    private final SeriesIntake intake;
    private final Members members;
    private final ApprovedPulls approvedPulls;
    private final Deliveries deliveries;
    private final OwnPulls own;
    private final MadeBases bases;
    private final Leases leases;
    private final EntityManager database;
    private final Event<SeriesChanged> changed;

    Pulls(
            Offers offers,
            Branches branches,
            Versions versions,
            SeriesIntake intake,
            Members members,
            ApprovedPulls approvedPulls,
            Deliveries deliveries,
            OwnPulls own,
            MadeBases bases,
            Leases leases,
            EntityManager database,
            Event<SeriesChanged> changed) {
        this.offers = offers;
        this.branches = branches;
        this.versions = versions;
        this.intake = intake;
        this.members = members;
        this.approvedPulls = approvedPulls;
        this.deliveries = deliveries;
        this.own = own;
        this.bases = bases;
        this.leases = leases;
        this.database = database;
        this.changed = changed;
    }

    /**
     * @param series of the head that was dealt with last
     * @param seenAt when that was, by GitHub's clock
     * @param base into which it was to go then
     * @param commits that it had over it
     */
    record Known(
            boolean open,
            String head,
            Optional<Long> series,
            Instant seenAt,
            Optional<String> base,
            Optional<Integer> commits) {

        /** Another base alone means nothing, and neither do fewer commits when some of them have been merged meanwhile. */
        boolean isSame(Said.Pull pull) {
            boolean turned =
                    base.filter(before -> !before.equals(pull.base())).isPresent() && !commits.equals(pull.commits());
            return head.equals(pull.head()) && !turned;
        }
    }

    Optional<Known> known(String repository, int number) {
        Optional<Object[]> row = Sql.query(
                        database,
                        "select open, head, series_id, seen_at, base, commits from github_pull where repository = ?1 and number = ?2",
                        repository,
                        number)
                .getResultStream()
                .findFirst();
        return row.map(r -> new Known(
                (Boolean) r[0],
                (String) r[1],
                Optional.ofNullable((Number) r[2]).map(Number::longValue),
                (Instant) r[3],
                Optional.ofNullable((String) r[4]),
                Optional.ofNullable((Integer) r[5])));
    }

    /** An IOException that is no fault of GitHub's: git could not fetch, or the head moved meanwhile. */
    void look(Repository repository, int number) throws IOException {
        List<String> told = QuarkusTransaction.requiringNew().call(() -> deliveries.open(repository.name(), number));
        Said.Pull pull = repository.client().pull(number);
        Instant seenAt = repository.client().answered();
        if (own.has(repository.name(), pull)) {
            settle(told, "It shows a series from Patchwork, which is tested already.", () -> {});
            return;
        }
        Optional<Known> before = QuarkusTransaction.requiringNew().call(() -> known(repository.name(), number));
        if (!pull.open()) {
            bases.drop(repository, pull);
            settle(told, "It is closed.", () -> close(repository, pull));
            return;
        }
        boolean same = before.filter(known -> known.isSame(pull)).isPresent();
        if (same && QuarkusTransaction.requiringNew().call(() -> reopened(repository, pull, before.get()))) {
            same(repository, pull, told, before.get());
            return;
        }
        Optional<Long> there = QuarkusTransaction.requiringNew().call(() -> branches.at(repository, pull));
        if (there.isPresent()) {
            settle(told, "Its branch is a series.", () -> adopt(repository, pull, seenAt, there.get()));
            return;
        }
        Fate fate = offers.fate(repository, offer(repository, pull), () -> members.isKnown(repository, pull.author()));
        settle(told, "It has a new head.", () -> note(repository, pull, seenAt, fate));
        intake.announce();
    }

    /** The head that was approved is the one that is read: of a newer one nobody has seen anything. */
    private void same(Repository repository, Said.Pull pull, List<String> told, Known before) throws IOException {
        Optional<Long> approved =
                QuarkusTransaction.requiringNew().call(() -> before.series().filter(approvedPulls::isDue));
        if (approved.isEmpty()) {
            settle(told, "It is as it was.", () -> {});
            return;
        }
        Fate fate = offers.fate(repository, offer(repository, pull), () -> true);
        settle(told, "What was approved is read.", () -> approvedPulls.read(approved.get(), fate));
        intake.announce();
    }

    /** From now on the branch's series is the pull request's. */
    private void adopt(Repository repository, Said.Pull pull, Instant seenAt, long series) {
        intake.reopen(series);
        row(repository, pull, seenAt, null, series);
        versions.number(series, pull.number());
        branches.leave(repository, pull);
    }

    private void settle(List<String> told, String outcome, Runnable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            leases.confirm(Leases.TREES);
            work.run();
            deliveries.looked(told, outcome);
        });
    }

    private void close(Repository repository, Said.Pull pull) {
        known(repository.name(), pull.number()).ifPresent(known -> {
            known.series()
                    .ifPresent(series -> intake.close(
                            series,
                            "It was " + (pull.merged() ? "merged" : "closed") + " on " + repository.name() + "."));
            Sql.query(
                            database,
                            "update github_pull set open = false where repository = ?1 and number = ?2",
                            repository.name(),
                            pull.number())
                    .executeUpdate();
        });
    }

    /** False when the head is to be taken once more: of what was refused as a whole nothing is left to be reopened. */
    private boolean reopened(Repository repository, Said.Pull pull, Known before) {
        Sql.query(
                        database,
                        "update github_pull set open = true, title = ?3, base = ?4, commits = cast(?5 as int) where repository = ?1 and number = ?2",
                        repository.name(),
                        pull.number(),
                        pull.title(),
                        pull.base(),
                        pull.commits().orElse(null))
                .executeUpdate();
        return before.open() || before.series().map(intake::reopen).orElse(true);
    }

    private static Offer offer(Repository repository, Said.Pull pull) {
        String author = pull.author().isEmpty() ? "ghost" : pull.author();
        return new Offer(
                "Pull request " + pull.number(),
                Optional.of(pull.title()),
                pull.body(),
                Optional.of(new Author(
                        author, author + "@users.noreply." + repository.name().replaceFirst("^.*@", ""))),
                "refs/pull/" + pull.number() + "/head",
                pull.head(),
                pull.commits().orElse(0));
    }

    private void note(Repository repository, Said.Pull pull, Instant seenAt, Fate fate) {
        Optional<Long> before = known(repository.name(), pull.number()).flatMap(Known::series);
        switch (fate) {
            case Fate.Ignored(String reason) -> {
                before.ifPresent(series -> intake.close(series, "There is nothing to test any more: " + reason + "."));
                row(repository, pull, seenAt, reason, null);
            }
            case Fate.Version(PostedSeries posted, Start start) -> {
                long series = intake.next(
                        pull.branch()
                                .filter(branch -> Watched.is(repository, branch))
                                .map(Branches::change)
                                .orElse("#" + pull.number()),
                        posted,
                        repository.name(),
                        repository.config().tree(),
                        start);
                // It may have been known by another name; otherwise it is superseded already.
                before.ifPresent(older -> intake.close(older, "A newer head has come."));
                row(repository, pull, seenAt, null, series);
                versions.add(new Versions.Version(
                        series, repository.name(), pull.number(), pull.branch().orElse(null), pull.head()));
                changed.fire(new SeriesChanged(series));
                log.infof("%s: pull request %d is series %d", repository.name(), pull.number(), series);
            }
        }
    }

    private void row(
            Repository repository, Said.Pull pull, Instant seenAt, @Nullable String reason, @Nullable Long series) {
        Sql.query(
                        database,
                        """
                        insert into github_pull (repository, number, title, author, web_url, open, head, seen_at, state, reason, series_id, branch, base, commits)
                        values (?1, ?2, ?3, ?4, ?5, true, ?6, ?7, case when cast(?8 as text) is null then 'TAKEN' else 'IGNORED' end, cast(?8 as text), cast(?9 as bigint), cast(?10 as text), ?11, cast(?12 as int))
                        on conflict (repository, number) do update
                           set title = excluded.title, author = excluded.author, open = true, head = excluded.head, seen_at = excluded.seen_at,
                               state = excluded.state, reason = excluded.reason, series_id = excluded.series_id, branch = excluded.branch,
                               base = excluded.base, commits = excluded.commits
                        """,
                        repository.name(),
                        pull.number(),
                        pull.title(),
                        pull.author(),
                        pull.url(),
                        pull.head(),
                        seenAt,
                        reason,
                        series,
                        pull.branch().orElse(null),
                        pull.base(),
                        pull.commits().orElse(null))
                .executeUpdate();
    }
}
