package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.github.Said;
import org.beeyard.lease.Leases;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.OfferedCommits;
import org.beeyard.series.OfferedCommits.Range;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.mail.Author;
import org.beeyard.series.mail.PatchId;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.mail.PostedSeries;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks at a pull request as it stands, and brings its series to where that is: a new head is a new version, closing closes. */
@ApplicationScoped
class Pulls {

    private static final Logger log = Logger.getLogger(Pulls.class);
    private static final int LONGEST_COVER = 64 << 10;

    private final OfferedCommits commits;
    private final SeriesIntake intake;
    private final Members members;
    private final Deliveries deliveries;
    private final LimitConfig limits;
    private final Leases leases;
    private final EntityManager database;
    private final Event<SeriesChanged> changed;
    private final Clock clock;

    Pulls(
            OfferedCommits commits,
            SeriesIntake intake,
            Members members,
            Deliveries deliveries,
            LimitConfig limits,
            Leases leases,
            EntityManager database,
            Event<SeriesChanged> changed,
            Clock clock) {
        this.commits = commits;
        this.intake = intake;
        this.members = members;
        this.deliveries = deliveries;
        this.limits = limits;
        this.leases = leases;
        this.database = database;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * @param series of the head that was dealt with last
     * @param seenAt when that was, by GitHub's clock
     */
    record Known(boolean open, String head, Optional<Long> series, Instant seenAt) {}

    Optional<Known> known(String repository, int number) {
        Optional<Object[]> row = sql(
                        "select open, head, series_id, seen_at from github_pull where repository = ?1 and number = ?2",
                        repository,
                        number)
                .getResultStream()
                .findFirst();
        return row.map(r -> new Known(
                (Boolean) r[0],
                (String) r[1],
                Optional.ofNullable((Number) r[2]).map(Number::longValue),
                (Instant) r[3]));
    }

    /** What became of a head. */
    private sealed interface Fate {

        record Version(PostedSeries posted, Start start) implements Fate {}

        record Ignored(String reason) implements Fate {}
    }

    /** An IOException that is no fault of GitHub's: git could not fetch, or the head moved meanwhile. */
    void look(Repository repository, int number) throws IOException {
        Instant started = clock.instant();
        Said.Pull pull = repository.client().pull(number);
        Instant seenAt = repository.client().answered();
        Optional<Known> before = QuarkusTransaction.requiringNew().call(() -> known(repository.name(), number));
        if (!pull.open()) {
            settle(repository, number, started, "It is closed.", () -> close(repository, pull));
            return;
        }
        boolean same = before.filter(known -> known.head().equals(pull.head())).isPresent();
        if (same && QuarkusTransaction.requiringNew().call(() -> reopened(repository, pull, before.get()))) {
            settle(repository, number, started, "It is as it was.", () -> {});
            return;
        }
        Fate fate = fate(repository, pull);
        settle(repository, number, started, "It has a new head.", () -> note(repository, pull, seenAt, fate));
        intake.announce();
    }

    private void settle(Repository repository, int number, Instant started, String outcome, Runnable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            leases.confirm(Patrol.WORK);
            work.run();
            deliveries.looked(repository.name(), number, started, outcome);
        });
    }

    private void close(Repository repository, Said.Pull pull) {
        known(repository.name(), pull.number()).ifPresent(known -> {
            known.series()
                    .ifPresent(series -> intake.close(
                            series,
                            "It was " + (pull.merged() ? "merged" : "closed") + " on " + repository.name() + "."));
            sql(
                            "update github_pull set open = false where repository = ?1 and number = ?2",
                            repository.name(),
                            pull.number())
                    .executeUpdate();
        });
    }

    /** False when the head is to be taken once more: of what was refused as a whole nothing is left to be reopened. */
    private boolean reopened(Repository repository, Said.Pull pull, Known before) {
        sql(
                        "update github_pull set open = true, title = ?3 where repository = ?1 and number = ?2",
                        repository.name(),
                        pull.number(),
                        pull.title())
                .executeUpdate();
        return before.open() || before.series().map(intake::reopen).orElse(true);
    }

    private Fate fate(Repository repository, Said.Pull pull) throws IOException {
        int count = pull.commits().orElse(0);
        if (count < 1) {
            return new Fate.Ignored("it has no commits");
        }
        if (count > limits.patches()) {
            return refused(
                    repository,
                    pull,
                    "It has " + count + " commits over its base; this farm takes at most " + limits.patches() + ".");
        }
        Range range = commits.read(new OfferedCommits.Offer(
                repository.git(),
                "refs/pull/" + pull.number() + "/head",
                pull.head(),
                count,
                repository.client().secret(),
                limits.patchSize().bytes()));
        return switch (range) {
            case Range.Moved _ -> throw new IOException("its head has moved while it was looked at");
            case Range.Merging(String commit, String subject) ->
                refused(
                        repository,
                        pull,
                        "Commit " + commit.substring(0, 12) + " (" + subject
                                + ") is a merge. A series is a line of commits: rebase it onto its base.");
            case Range.TooLarge(String commit, String subject) ->
                refused(
                        repository,
                        pull,
                        "The patch of commit " + commit.substring(0, 12) + " (" + subject + ") is larger than "
                                + limits.patchSize() + ".");
            case Range.Commits(String base, List<OfferedCommits.Commit> all) -> {
                List<OfferedCommits.Commit> patches = CiFiles.without(all);
                long size =
                        patches.stream().mapToLong(patch -> patch.diff().length).sum();
                if (patches.isEmpty()) {
                    yield new Fate.Ignored("its commits change nothing but CI files");
                }
                if (size > limits.upload().bytes()) {
                    yield refused(repository, pull, "Its patches are larger than " + limits.upload() + " together.");
                }
                yield new Fate.Version(
                        posted(repository, pull, Optional.of(base), patches),
                        members.isKnown(repository, pull.author()) ? new Start.Tested() : new Start.Held());
            }
        };
    }

    private static Fate refused(Repository repository, Said.Pull pull, String problem) {
        return new Fate.Version(
                posted(repository, pull, Optional.empty(), List.of()), new Start.Refused(problem.replace("\0", "")));
    }

    private static PostedSeries posted(
            Repository repository, Said.Pull pull, Optional<String> base, List<OfferedCommits.Commit> commits) {
        List<PostedPatch> patches = new ArrayList<>();
        for (OfferedCommits.Commit commit : commits) {
            patches.add(new PostedPatch(
                    patches.size() + 1,
                    Optional.empty(),
                    commit.subject(),
                    commit.author(),
                    Optional.of(commit.date()),
                    commit.message(),
                    commit.diff(),
                    PatchId.of(commit.diff())));
        }
        String author = pull.author().isEmpty() ? "ghost" : pull.author();
        String body = pull.body().strip();
        return new PostedSeries(
                pull.title().isBlank() ? "Pull request " + pull.number() : pull.title(),
                new Author(
                        author, author + "@users.noreply." + repository.name().replaceFirst("^.*@", "")),
                Optional.empty(),
                Optional.empty(),
                1,
                List.of(),
                body.isEmpty()
                        ? Optional.empty()
                        : Optional.of(body.substring(0, Math.min(body.length(), LONGEST_COVER))),
                Optional.empty(),
                base,
                List.of(),
                patches);
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
                        "#" + pull.number(),
                        posted,
                        repository.name(),
                        repository.config().tree(),
                        start);
                row(repository, pull, seenAt, null, series);
                sql(
                                "insert into github_version (series_id, repository, number, head) values (?1, ?2, ?3, ?4)",
                                series,
                                repository.name(),
                                pull.number(),
                                pull.head())
                        .executeUpdate();
                changed.fire(new SeriesChanged(series));
                log.infof("%s: pull request %d is series %d", repository.name(), pull.number(), series);
            }
        }
    }

    private void row(
            Repository repository, Said.Pull pull, Instant seenAt, @Nullable String reason, @Nullable Long series) {
        sql(
                        """
                        insert into github_pull (repository, number, title, author, web_url, open, head, seen_at, state, reason, series_id)
                        values (?1, ?2, ?3, ?4, ?5, true, ?6, ?7, case when cast(?8 as text) is null then 'TAKEN' else 'IGNORED' end, cast(?8 as text), cast(?9 as bigint))
                        on conflict (repository, number) do update
                           set title = excluded.title, author = excluded.author, open = true, head = excluded.head, seen_at = excluded.seen_at,
                               state = excluded.state, reason = excluded.reason, series_id = excluded.series_id
                        """,
                        repository.name(),
                        pull.number(),
                        pull.title(),
                        pull.author(),
                        pull.url(),
                        pull.head(),
                        seenAt,
                        reason,
                        series)
                .executeUpdate();
    }

    private Query sql(String text, @Nullable Object... parameters) {
        Query query = database.createNativeQuery(text);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
