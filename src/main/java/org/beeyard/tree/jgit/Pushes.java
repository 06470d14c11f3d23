package org.beeyard.tree.jgit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.OwnBranch;
import org.beeyard.tree.OwnBranches;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Pushes what the store has. A push says where the branch must be, and the other side compares when it writes. */
@ApplicationScoped
class Pushes implements OwnBranches {

    private static final int PATIENCE_SECONDS = 300;
    private static final int LONGEST = 300;

    private final Store store;

    Pushes(Store store) {
        this.store = store;
    }

    @Override
    public Map<OwnBranch, CommitId> at(Remote remote, Set<OwnBranch> branches) throws IOException {
        try (Transport transport = to(remote);
                PushConnection connection = transport.openPush()) {
            Map<OwnBranch, CommitId> at = new HashMap<>();
            for (OwnBranch branch : branches) {
                Ref ref = connection.getRef(branch.ref());
                if (ref != null && ref.getObjectId() != null) {
                    at.put(branch, new CommitId(ref.getObjectId().name()));
                }
            }
            return at;
        } catch (NotSupportedException | TransportException e) {
            throw unreachable(remote, e);
        }
    }

    @Override
    public Outcome put(Remote remote, OwnBranch branch, Optional<CommitId> expected, Optional<CommitId> commit)
            throws IOException {
        Repository repository = store.repository();
        ObjectId wanted = commit.map(to -> ObjectId.fromString(to.hex())).orElse(ObjectId.zeroId());
        if (commit.isPresent() && !repository.getObjectDatabase().has(wanted)) {
            throw new IOException("the commit " + commit.get().abbreviated()
                    + " is not in this replica's store; a retest of the series brings it there");
        }
        ObjectId from = expected.map(at -> ObjectId.fromString(at.hex())).orElse(ObjectId.zeroId());
        RemoteRefUpdate update = new RemoteRefUpdate(repository, null, wanted, branch.ref(), true, null, from);
        try (Transport transport = to(remote)) {
            transport.push(NullProgressMonitor.INSTANCE, List.of(update));
        } catch (NotSupportedException | TransportException e) {
            throw unreachable(remote, e);
        }
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE, NON_EXISTING -> new Outcome.Done();
            case REJECTED_REMOTE_CHANGED -> new Outcome.Moved();
            case REJECTED_NODELETE, REJECTED_NONFASTFORWARD, REJECTED_OTHER_REASON ->
                new Outcome.Refused("the push to " + branch + " was refused: " + said(update));
            case NOT_ATTEMPTED, AWAITING_REPORT ->
                throw new IOException("the push to " + branch + " of " + remote + " was not answered");
        };
    }

    private static String said(RemoteRefUpdate update) {
        String words = Optional.ofNullable(update.getMessage())
                .orElse(update.getStatus().name())
                .replaceAll("\\s+", " ")
                .strip();
        return (words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words)
                + (words.contains("shallow") || words.contains("missing")
                        ? "; the repository must have the tree's history, of which the farm has only the newest: fork it there"
                        : "");
    }

    private Transport to(Remote remote) throws IOException {
        try {
            Transport transport = Transport.open(store.repository(), new URIish(remote.url()));
            transport.setTimeout(PATIENCE_SECONDS);
            remote.secret()
                    .ifPresent(secret -> transport.setCredentialsProvider(
                            new UsernamePasswordCredentialsProvider("x-access-token", secret)));
            return transport;
        } catch (java.net.URISyntaxException | NotSupportedException | TransportException e) {
            throw unreachable(remote, e);
        }
    }

    private static IOException unreachable(Remote remote, Exception cause) {
        return new IOException(remote + " cannot be pushed to: " + cause.getMessage(), cause);
    }
}
