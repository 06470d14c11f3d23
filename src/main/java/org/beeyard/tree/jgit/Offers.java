package org.beeyard.tree.jgit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.beeyard.series.OfferedCommits;
import org.beeyard.series.mail.Author;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
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
        try (Repository repository = open()) {
            share(repository);
            if (!fetched(repository, offer)) {
                return new Range.Moved();
            }
            return range(repository, offer);
        }
    }

    private Repository open() throws IOException {
        Path objects = store.repository().getObjectDatabase().getDirectory().toPath();
        Path folder = objects.resolveSibling("offers");
        if (!Files.exists(folder.resolve("HEAD"))) {
            try (Repository fresh =
                    new RepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
                fresh.create(true);
            }
        }
        return new RepositoryBuilder()
                .setGitDir(folder.toFile())
                .setObjectDirectory(objects.toFile())
                .setBare()
                .build();
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
            throw new IOException(offer + " cannot be fetched: " + e.getMessage(), e);
        }
        ObjectId head = repository.resolve(FETCHED);
        return head != null && head.name().equals(offer.head());
    }

    /** The commits over the base are the newest ones of a line, as many as there are; of a history with merges nobody knows which. */
    private static Range range(Repository repository, Offer offer) throws IOException {
        List<Commit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(offer.head()));
            for (int i = 0; i < offer.commits(); i++) {
                if (commit.getParentCount() > 1) {
                    return new Range.Merging(commit.name(), commit.getShortMessage());
                }
                if (commit.getParentCount() == 0) {
                    throw new IOException(offer + " has no base: " + commit.name() + " has no parent");
                }
                RevCommit parent = walk.parseCommit(commit.getParent(0));
                try {
                    commits.add(commit(repository, parent, commit, offer.most()));
                } catch (TooMuch e) {
                    return new Range.TooLarge(commit.name(), commit.getShortMessage());
                }
                commit = parent;
            }
            Collections.reverse(commits);
            return new Range.Commits(commit.name(), commits);
        }
    }

    private static Commit commit(Repository repository, RevCommit parent, RevCommit commit, long most)
            throws IOException {
        Bounded out = new Bounded(most);
        List<String> paths = new ArrayList<>();
        try (DiffFormatter diff = new DiffFormatter(out)) {
            diff.setRepository(repository);
            diff.setDetectRenames(true);
            diff.setAbbreviationLength(Constants.OBJECT_ID_STRING_LENGTH);
            List<DiffEntry> files = diff.scan(parent.getTree(), commit.getTree());
            for (DiffEntry file : files) {
                for (String path : List.of(file.getOldPath(), file.getNewPath())) {
                    if (!path.equals(DiffEntry.DEV_NULL) && !paths.contains(path)) {
                        paths.add(path);
                    }
                }
            }
            diff.format(files);
        }
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                commit.name(),
                commit.getFullMessage().replace("\0", ""),
                new Author(author.getName(), author.getEmailAddress()),
                date(author),
                paths,
                out.toByteArray());
    }

    /** A commit may say any zone. */
    private static OffsetDateTime date(PersonIdent author) {
        int minutes = Math.clamp(author.getZoneOffset().getTotalSeconds() / 60, -18 * 60, 18 * 60);
        return author.getWhenAsInstant().atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
    }

    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final long most;

        Bounded(long most) {
            this.most = most;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (taken.size() + (long) length > most) {
                throw new TooMuch();
            }
            taken.write(bytes, from, length);
        }

        byte[] toByteArray() {
            return taken.toByteArray();
        }
    }
}
