package org.beeyard.tree.jgit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.beeyard.series.OfferedCommits;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * Fetches what strangers offer, no deeper than their own commits. The objects go where all are, so that a patch's former contents
 * are known when it is applied; refs and the bounds of the known history are kept apart, or a shallow fetch would cut the trees'.
 */
@ApplicationScoped
class Offers implements OfferedCommits {

    private static final int PATIENCE_SECONDS = 300;
    private static final String FETCHED = "refs/offers/fetched";

    private final Store store;

    Offers(Store store) {
        this.store = store;
    }

    @Override
    public synchronized Range read(Offer offer) throws IOException {
        try (Repository repository = open(offer.most().fetched().bytes())) {
            share(repository);
            if (!fetched(repository, offer)) {
                return new Range.Moved();
            }
            return new OfferedRange(repository, offer.most()).read(offer);
        } catch (Excess e) {
            return new Range.TooMuch(e.problem());
        }
    }

    private Repository open(long most) throws IOException {
        Path objects = store.repository().getObjectDatabase().getDirectory().toPath();
        Path folder = objects.resolveSibling("offers");
        if (!Files.exists(folder.resolve("HEAD"))) {
            try (Repository fresh =
                    new RepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
                fresh.create(true);
            }
        }
        return new BoundedRepository(
                new RepositoryBuilder()
                        .setGitDir(folder.toFile())
                        .setObjectDirectory(objects.toFile())
                        .setBare()
                        .setup(),
                most);
    }

    /** What is known of the trees spares the other side to send it again, as far as their history is here. */
    private void share(Repository repository) throws IOException {
        FileRepository trees = store.repository();
        Set<ObjectId> bounds = new HashSet<>(repository.getObjectDatabase().getShallowCommits());
        bounds.addAll(trees.getObjectDatabase().getShallowCommits());
        repository.getObjectDatabase().setShallowCommits(bounds);
        for (Ref ref : trees.getRefDatabase().getRefsByPrefix("refs/trees/")) {
            RefUpdate update = repository.updateRef(ref.getName());
            update.setNewObjectId(ref.getObjectId());
            update.forceUpdate();
        }
    }

    /** False when the ref leads elsewhere, or is not there. */
    private static boolean fetched(Repository repository, Offer offer) throws IOException {
        FetchCommand fetch = new Git(repository)
                .fetch()
                .setRemote(offer.url())
                .setRefSpecs(new RefSpec("+" + offer.ref() + ":" + FETCHED))
                .setTagOpt(TagOpt.NO_TAGS)
                .setDepth(offer.commits() + 1)
                .setTimeout(PATIENCE_SECONDS);
        offer.secret()
                .ifPresent(secret -> fetch.setCredentialsProvider(
                        new UsernamePasswordCredentialsProvider("x-access-token", secret)));
        try {
            fetch.call();
        } catch (GitAPIException e) {
            if (String.valueOf(e.getMessage()).contains("does not have " + offer.ref())) {
                return false;
            }
            if (BoundedRepository.isTooMuch(e)) {
                throw new Excess("Git sends more of it than is taken: more than "
                        + offer.most().fetched() + ", or a file larger than 64 MiB.");
            }
            throw new IOException(offer + " cannot be fetched: " + e.getMessage(), e);
        }
        ObjectId head = repository.resolve(FETCHED);
        return head != null && head.name().equals(offer.head());
    }
}
