package org.beeyard.mirror;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.beeyard.mirror.Mirrors.Mirror;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.beeyard.tree.OwnBranch;
import org.beeyard.tree.OwnBranches;
import org.beeyard.tree.TreeHeads;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the copies of the trees, on which the series stand, where the trees are. What others do to them is undone. */
@ApplicationScoped
class TreeCopies {

    private static final Logger log = Logger.getLogger(TreeCopies.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final TreeHeads heads;
    private final OwnBranches branches;
    private final Notes notes;
    private final EntityManager database;
    private final Clock clock;

    TreeCopies(TreeHeads heads, OwnBranches branches, Notes notes, EntityManager database, Clock clock) {
        this.heads = heads;
        this.branches = branches;
        this.notes = notes;
        this.database = database;
        this.clock = clock;
    }

    static OwnBranch branch(Mirror mirror) {
        return OwnBranch.base(mirror.tree());
    }

    private record Known(Optional<CommitId> at, Instant dueAt, Instant seenAt) {}

    /**
     * When it is time to, or when a series stands on another commit. Returns whether anything was looked at.
     *
     * @param on what is to be there, or in its history
     */
    boolean keep(Mirror mirror, Optional<CommitId> on) throws IOException {
        Known known = known(mirror);
        Instant now = clock.instant();
        boolean other = on.isPresent() && !on.equals(known.at());
        if (!other
                && known.dueAt().isAfter(now)
                && known.dueAt().isBefore(now.plus(EVERY).plus(EVERY))) {
            return false;
        }
        CommitId head = head(mirror, known.at());
        if (!known.at().equals(Optional.of(head)) || known.seenAt().isBefore(now.minus(Next.LOOK))) {
            bring(mirror, head);
        }
        notes.baseDue(mirror, now.plus(EVERY));
        return true;
    }

    /** A tree that cannot be had now holds up nothing that stands on what is there. */
    private CommitId head(Mirror mirror, Optional<CommitId> before) throws IOException {
        try {
            return heads.newest(mirror.tree());
        } catch (UnknownTree | IOException e) {
            log.warnf("mirror of %s: the tree cannot be had: %s", mirror, e.getMessage());
            return before.orElseThrow(() -> new IOException(e.getMessage(), e));
        }
    }

    private void bring(Mirror mirror, CommitId head) throws IOException {
        OwnBranch branch = branch(mirror);
        Optional<CommitId> there =
                Optional.ofNullable(branches.at(mirror.remote(), Set.of(branch)).get(branch));
        if (!there.equals(Optional.of(head))) {
            switch (branches.put(mirror.remote(), branch, there, Optional.of(head))) {
                case OwnBranches.Outcome.Done _ -> {}
                case OwnBranches.Outcome.Moved _ -> throw new IOException(branch + " has moved while it was looked at");
                case OwnBranches.Outcome.Refused(String why) -> throw new IOException(why);
            }
        }
        notes.base(mirror, head);
    }

    private Known known(Mirror mirror) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Object[] r = (Object[]) database.createNativeQuery(
                            "select base, due_at, seen_at from mirror where tree = ?1 and repository = ?2")
                    .setParameter(1, mirror.tree())
                    .setParameter(2, mirror.repository())
                    .getSingleResult();
            @Nullable String base = (String) r[0];
            @Nullable Instant seen = (Instant) r[2];
            return new Known(
                    Optional.ofNullable(base).map(CommitId::new), (Instant) r[1], seen == null ? Instant.EPOCH : seen);
        });
    }
}
