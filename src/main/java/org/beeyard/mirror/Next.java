package org.beeyard.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.beeyard.github.Said;
import org.beeyard.mirror.Step.Standing;
import org.beeyard.tree.CommitId;

/** The next step from how a change is on GitHub to how it is to be. Pure. */
final class Next {

    /** After which it is looked whether somebody has changed what is shown. */
    static final Duration LOOK = Duration.ofHours(6);

    private final Noted noted;
    private final Seen seen;
    private final Words words;
    private final Duration keep;
    private final Instant now;

    private Next(Noted noted, Seen seen, Words words, Duration keep, Instant now) {
        this.noted = noted;
        this.seen = seen;
        this.words = words;
        this.keep = keep;
        this.now = now;
    }

    /** @param keep how long a branch stays that nothing is shown of any more */
    static Step of(Wanted wanted, Noted noted, Seen seen, Words words, Duration keep, Instant now) {
        Next next = new Next(noted, seen, words, keep, now);
        return switch (wanted) {
            case Wanted.Shown shown -> next.show(shown);
            case Wanted.InConflict(Version version) -> next.conflict(version);
            case Wanted.Over over -> next.end(over);
            case Wanted.Undecided _ -> new Step.Rest(Optional.empty(), new Standing.Unchanged());
        };
    }

    private Step show(Wanted.Shown what) {
        Optional<CommitId> branch = seen.branch();
        if (branch.isPresent() && isForeign(branch.get()) && !branch.get().equals(what.head())) {
            return new Step.Stuck("Somebody else has pushed " + branch.get().abbreviated() + " to " + noted.branch()
                    + ". The farm leaves it alone; it pushes again when the branch is deleted.");
        }
        Optional<Said.Pull> closed = seen.pull().filter(pull -> !pull.open());
        // What has been pushed to meanwhile, GitHub does not reopen.
        if (closed.isPresent()
                && branch.filter(at -> at.hex().equals(closed.get().head())).isPresent()) {
            return new Step.Reopen(closed.get().number());
        }
        if (branch.isEmpty()
                || noted.head().isEmpty()
                || noted.conflicted()
                || !noted.content().equals(what.version().content())) {
            return new Step.Push(what, branch);
        }
        if (closed.isPresent()) {
            return new Step.Reopen(closed.get().number());
        }
        return seen.pull()
                .map(pull -> show(what, pull))
                .orElseGet(() -> new Step.Open(words.title(what.version()), words.body(what.version())));
    }

    private Step show(Wanted.Shown what, Said.Pull pull) {
        Version version = what.version();
        Comment news = words.news(what, noted.head().orElseThrow());
        if (!noted.remark().equals(news.name()) && !words.tellsOf(version, pull.body())) {
            return new Step.Remark(pull.number(), news);
        }
        if (!pull.title().equals(words.title(version)) || !words.isBodyOf(version, pull.body())) {
            return new Step.Describe(pull.number(), words.title(version), words.body(version));
        }
        return label(pull, version, false);
    }

    private Step conflict(Version version) {
        Optional<Said.Pull> open = seen.pull().filter(Said.Pull::open);
        if (open.isEmpty()) {
            return away(version.problem());
        }
        Comment comment = words.conflict(version);
        return noted.remark().equals(comment.name())
                ? label(open.get(), version, true)
                : new Step.Remark(open.get().number(), comment);
    }

    private Step label(Said.Pull pull, Version version, boolean conflict) {
        Set<String> wanted = words.labels(version, conflict, pull.labels());
        Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        there.addAll(pull.labels());
        return wanted.equals(there)
                ? new Step.Rest(Optional.of(now.plus(LOOK)), new Standing.Open())
                : new Step.Label(pull.number(), wanted);
    }

    private Step end(Wanted.Over over) {
        Optional<Said.Pull> open = seen.pull().filter(Said.Pull::open);
        if (open.isEmpty()) {
            return away(over.why());
        }
        Comment comment = words.end(over);
        return noted.remark().equals(comment.name())
                ? new Step.Close(open.get().number())
                : new Step.Remark(open.get().number(), comment);
    }

    /** Nothing is shown, and some day the branch goes, too. */
    private Step away(String why) {
        Standing standing = new Standing.NotOpen(why);
        if (seen.branch().filter(at -> !isForeign(at)).isEmpty()) {
            return new Step.Rest(Optional.empty(), standing);
        }
        Instant until = noted.closedAt().orElse(now).plus(keep);
        return until.isAfter(now)
                ? new Step.Rest(Optional.of(until), standing)
                : new Step.Delete(seen.branch().get());
    }

    /** What was there before the farm had anything to do with it is taken over: so a predecessor's work is gone on with. */
    private boolean isForeign(CommitId at) {
        return !noted.places().isEmpty() && !noted.places().contains(at);
    }
}
