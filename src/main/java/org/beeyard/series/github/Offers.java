package org.beeyard.series.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.OfferedCommits;
import org.beeyard.series.OfferedCommits.Range;
import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.mail.Author;
import org.beeyard.series.mail.PatchId;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.wire.Fault;

/** Reads what a head has over its base, and decides what becomes of it. */
@ApplicationScoped
class Offers {

    private static final int LONGEST_COVER = 64 << 10;

    private final OfferedCommits commits;
    private final LimitConfig limits;

    Offers(OfferedCommits commits, LimitConfig limits) {
        this.commits = commits;
        this.limits = limits;
    }

    /**
     * A head of a pull request or a branch.
     *
     * @param name what it is called when it has no title
     * @param title empty when that of a single commit will do
     * @param author empty when it is whoever wrote the newest commit
     * @param ref by its full name
     * @param commits how many it has over its base
     */
    record Offer(
            String name,
            Optional<String> title,
            String body,
            Optional<Author> author,
            String ref,
            String head,
            int commits) {}

    /** Whether somebody vouches for an offer; asked when it matters. */
    interface Trust {
        boolean isGiven() throws Fault;
    }

    /**
     * Of what anybody may offer nothing is fetched. An IOException that is no fault of GitHub's: git could not fetch, or the head moved
     * meanwhile.
     */
    Fate fate(Repository repository, Offer offer, Trust trust) throws IOException {
        if (offer.commits() < 1) {
            return new Fate.Ignored("it has no commits");
        }
        if (offer.commits() > limits.patches()) {
            return refused(
                    offer,
                    "It has " + offer.commits() + " commits over its base; this farm takes at most " + limits.patches()
                            + ".");
        }
        if (!trust.isGiven()) {
            return new Fate.Version(posted(offer, Optional.empty(), List.of()), new Start.Held(offer.commits()));
        }
        Range range = commits.read(new OfferedCommits.Offer(
                repository.git(),
                offer.ref(),
                offer.head(),
                offer.commits(),
                repository.client().secret(),
                new OfferedCommits.Bounds(limits.patchSize(), limits.upload(), limits.fetch())));
        return switch (range) {
            case Range.Moved _ -> throw new IOException("its head has moved while it was looked at");
            case Range.Merging(String commit, String subject) ->
                refused(
                        offer,
                        "Commit " + commit.substring(0, 12) + " (" + subject
                                + ") is a merge. A series is a line of commits: rebase it onto its base.");
            case Range.TooMuch(String problem) -> refused(offer, problem);
            case Range.Commits(String base, List<OfferedCommits.Commit> all) -> {
                List<OfferedCommits.Commit> patches = CiFiles.without(all);
                if (patches.isEmpty()) {
                    yield new Fate.Ignored("its commits change nothing but CI files");
                }
                yield new Fate.Version(posted(offer, Optional.of(base), patches), new Start.Tested());
            }
        };
    }

    private static Fate refused(Offer offer, String problem) {
        return new Fate.Version(
                posted(offer, Optional.empty(), List.of()), new Start.Refused(problem.replace("\0", "")));
    }

    private static PostedSeries posted(Offer offer, Optional<String> base, List<OfferedCommits.Commit> commits) {
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
        String body = offer.body().strip();
        return new PostedSeries(
                offer.title().filter(title -> !title.isBlank()).orElseGet(() -> title(offer, commits)),
                offer.author()
                        .orElseGet(() -> commits.isEmpty()
                                ? new Author("nobody", "nobody@invalid")
                                : commits.getLast().author()),
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

    private static String title(Offer offer, List<OfferedCommits.Commit> commits) {
        return commits.size() == 1 ? commits.getFirst().subject() : offer.name();
    }
}
