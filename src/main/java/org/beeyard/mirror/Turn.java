package org.beeyard.mirror;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.github.GithubConfig;
import org.beeyard.github.PullDesk;
import org.beeyard.github.Said;
import org.beeyard.mirror.Ledger.Row;
import org.beeyard.mirror.Mirrors.Mirror;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.OwnBranches;
import org.beeyard.wire.FarmConfig;
import org.beeyard.wire.Fault;

/**
 * Brings one change on GitHub step by step to how it is to be. Before each step it is looked how things are, so that a step whose
 * answer was lost is not done again.
 */
@ApplicationScoped
class Turn {

    /** More than any change takes; whoever needs more goes round in circles. */
    private static final int MOST_STEPS = 12;

    private final Ledger ledger;
    private final Notes notes;
    private final TreeCopies copies;
    private final OwnBranches branches;
    private final FarmConfig farm;
    private final GithubConfig github;
    private final Clock clock;

    Turn(
            Ledger ledger,
            Notes notes,
            TreeCopies copies,
            OwnBranches branches,
            FarmConfig farm,
            GithubConfig github,
            Clock clock) {
        this.ledger = ledger;
        this.notes = notes;
        this.copies = copies;
        this.branches = branches;
        this.farm = farm;
        this.github = github;
        this.clock = clock;
    }

    /** A step was refused, or somebody else is in the way; the message is a sentence. */
    static final class Stuck extends Exception {
        private static final long serialVersionUID = 1;

        Stuck(String message) {
            super(message);
        }
    }

    /**
     * @throws IOException when GitHub cannot be asked, or git cannot push; a {@link Fault} may concern all that is there
     * @throws Stuck when a person has to look
     */
    void take(Mirror mirror, Row first) throws IOException, Stuck {
        Row row = first;
        Version version = ledger.version(row.topic());
        Wanted wanted = Wanted.of(version, mirror.tree());
        Words words = new Words(mirror.tree(), farm.address(""));
        Optional<CommitId> branch = wanted instanceof Wanted.Undecided ? Optional.empty() : branch(mirror, row);
        for (int i = 0; i < MOST_STEPS; i++) {
            Seen seen = wanted instanceof Wanted.Undecided
                    ? new Seen(branch, Optional.empty())
                    : new Seen(branch, pull(mirror, row.noted()));
            Step step = Next.of(wanted, row.noted(), seen, words, mirror.keep(), clock.instant());
            if (step instanceof Step.Rest rest) {
                notes.rested(first, wanted, seen.pull(), rest);
                return;
            }
            branch = act(mirror, row, step, branch);
            row = ledger.row(row.id());
        }
        throw new Stuck("GitHub does not keep what it was told.");
    }

    private Optional<CommitId> branch(Mirror mirror, Row row) throws IOException {
        return Optional.ofNullable(
                branches.at(mirror.remote(), Set.of(row.noted().branch()))
                        .get(row.noted().branch()));
    }

    /** The one that is known, or one that was made without the farm's having heard of it. What was merged is no more to be had. */
    private static Optional<Said.Pull> pull(Mirror mirror, Noted noted) throws Fault {
        if (noted.number().isPresent()) {
            Said.Pull known = mirror.client().pull(noted.number().get());
            if (!known.merged()) {
                return Optional.of(known);
            }
        }
        List<Said.Pull> others =
                mirror
                        .client()
                        .desk()
                        .of(noted.branch().name(), TreeCopies.branch(mirror).name())
                        .stream()
                        .filter(pull -> !pull.merged() && !noted.abandoned().equals(Optional.of(pull.number())))
                        .toList();
        return others.stream()
                .filter(Said.Pull::open)
                .findFirst()
                .or(() -> others.stream().findFirst());
    }

    /** Returns where the branch is afterwards. */
    private Optional<CommitId> act(Mirror mirror, Row row, Step step, Optional<CommitId> branch)
            throws IOException, Stuck {
        PullDesk desk = mirror.client().desk();
        return switch (step) {
            case Step.Push(Wanted.Shown what, Optional<CommitId> from) -> {
                copies.keep(mirror, Optional.of(what.on()));
                notes.pushing(row, from, what.head());
                put(mirror, row, from, Optional.of(what.head()));
                notes.pushed(row, what);
                yield Optional.of(what.head());
            }
            case Step.Delete(CommitId from) -> {
                put(mirror, row, Optional.of(from), Optional.empty());
                notes.deleted(row);
                yield Optional.empty();
            }
            case Step.Open(String title, String body) -> {
                String name = row.noted().branch().name();
                String base = TreeCopies.branch(mirror).name();
                asked(row, () -> notes.opened(row, desk.open(title, body, name, base)));
                yield branch;
            }
            case Step.Reopen(int number) -> {
                reopen(desk, row, number);
                yield branch;
            }
            case Step.Remark(int number, Comment comment) -> {
                if (desk.comments(number).stream().noneMatch(there -> comment.isIn(there.body()))) {
                    asked(row, () -> desk.comment(number, comment.text()));
                }
                notes.remarked(row, comment);
                yield branch;
            }
            case Step.Describe(int number, String title, String body) -> {
                asked(row, () -> desk.describe(number, title, body));
                yield branch;
            }
            case Step.Label(int number, Set<String> labels) -> {
                asked(row, () -> desk.label(number, labels));
                yield branch;
            }
            case Step.Close(int number) -> {
                asked(row, () -> desk.close(number));
                yield branch;
            }
            case Step.Stuck(String problem) -> throw new Stuck(problem);
            case Step.Rest _ -> throw new IllegalStateException("rest is no act");
        };
    }

    private interface Asking {
        void ask() throws Fault;
    }

    /** From before the request until it is settled what became of it, nobody looks whether it was carried out. */
    private void asked(Row row, Asking what) throws Fault {
        notes.doubtful(row, Optional.of(github.timeout().multipliedBy(2)));
        try {
            what.ask();
        } catch (Fault fault) {
            notes.doubtful(row, fault.late());
            throw fault;
        }
        notes.doubtful(row, Optional.empty());
    }

    private void put(Mirror mirror, Row row, Optional<CommitId> from, Optional<CommitId> to) throws IOException, Stuck {
        switch (branches.put(mirror.remote(), row.noted().branch(), from, to)) {
            case OwnBranches.Outcome.Done _ -> {}
            case OwnBranches.Outcome.Moved _ ->
                throw new Stuck(row.noted().branch() + " has moved while it was looked at; it is looked at again.");
            case OwnBranches.Outcome.Refused(String why) ->
                throw new Stuck("On " + mirror.repository() + " " + why + ".");
        }
    }

    /** GitHub does not where the branch was pushed to, or deleted, since it was closed: then another one is made. */
    private void reopen(PullDesk desk, Row row, int number) throws Fault {
        try {
            asked(row, () -> desk.reopen(number));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.REFUSED) {
                throw fault;
            }
            notes.abandoned(row, number);
        }
    }
}
