package org.beeyard.tree.jgit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.beeyard.tree.TreeSource;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.InvalidRemoteException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;

/** Brings the newest commit of a tree into the store: fetched, borrowed, or imported from sources. */
@ApplicationScoped
class Adoption {

    private static final int DEPTH = 200;
    private static final int PATIENCE_SECONDS = 300;

    private final Store store;

    Adoption(Store store) {
        this.store = store;
    }

    synchronized ObjectId head(String key, TreeSource source, Consumer<String> said) throws IOException, UnknownTree {
        return switch (source) {
            case TreeSource.Remote(String url, String branch) -> fetched(key, url, branch, said);
            case TreeSource.Local(Path path, String branch) -> borrowed(path, branch);
            case TreeSource.Sources(Path path) -> imported(key, path, said);
        };
    }

    private ObjectId fetched(String key, String url, String branch, Consumer<String> said)
            throws IOException, UnknownTree {
        said.accept("fetching " + branch + " of " + url);
        String ref = "refs/remotes/" + key + "/" + branch;
        try (Git git = new Git(store.repository())) {
            git.fetch()
                    .setRemote(url)
                    .setRefSpecs(new RefSpec("+refs/heads/" + branch + ":" + ref))
                    .setDepth(DEPTH)
                    .setTimeout(PATIENCE_SECONDS)
                    .call();
        } catch (InvalidRemoteException e) {
            throw new UnknownTree(key + ".git: " + url + " is no repository that git can fetch from.");
        } catch (GitAPIException e) {
            if (String.valueOf(e.getMessage()).contains("does not have refs/heads/")) {
                throw new UnknownTree(
                        "The repository " + url + " has no branch " + branch + "; name one by " + key + ".branch.");
            }
            throw new IOException(key + " cannot be fetched from " + url + ": " + e.getMessage(), e);
        }
        ObjectId head = store.repository().resolve(ref);
        if (head == null) {
            throw new UnknownTree(
                    "The repository " + url + " has no branch " + branch + "; name one by " + key + ".branch.");
        }
        return head;
    }

    /** The path may be, as for git, a folder within the repository or a worktree beside it. */
    private ObjectId borrowed(Path path, String branch) throws IOException, UnknownTree {
        FileRepositoryBuilder found = new FileRepositoryBuilder().setMustExist(true);
        if (Files.exists(path)) {
            found.findGitDir(path.toRealPath().toFile());
        }
        if (found.getGitDir() == null) {
            throw noRepository(path);
        }
        try (FileRepository theirs = (FileRepository) found.build()) {
            ObjectId head = theirs.resolve(branch + "^{commit}");
            if (head == null) {
                throw new UnknownTree("The repository " + path + " has no branch " + branch + ".");
            }
            store.borrow(theirs.getObjectDatabase());
            return head;
        } catch (RepositoryNotFoundException _) {
            throw noRepository(path);
        }
    }

    private static UnknownTree noRepository(Path path) {
        return new UnknownTree("There is no git repository at " + path + ".");
    }

    /** Sources are imported once: to read 90,000 files again to find that nothing has changed would take a minute. */
    private ObjectId imported(String key, Path path, Consumer<String> said) throws IOException, UnknownTree {
        if (!Files.exists(path)) {
            throw new UnknownTree("The sources of " + key + " are not at " + path + ".");
        }
        String mark = path.toAbsolutePath() + " " + mark(path);
        StoredConfig known = store.repository().getConfig();
        String last = known.getString("beeyard", key, "imported");
        if (last != null && last.endsWith(" " + mark)) {
            ObjectId commit = ObjectId.fromString(last.substring(0, 40));
            if (isWhole(commit)) {
                return commit;
            }
        }
        said.accept("importing " + path);
        ObjectId commit = SourceImport.run(store.repository(), path, said);
        known.setString("beeyard", key, "imported", commit.name() + " " + mark);
        known.save();
        return commit;
    }

    /** A machine that lost its power may have kept the mark and not the pack, of which the commit was written last. */
    private boolean isWhole(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(store.repository())) {
            walk.parseCommit(commit);
            return true;
        } catch (MissingObjectException _) {
            return false;
        }
    }

    /** Differs when a file has changed: number, sizes and newest change of all of them. */
    private static String mark(Path path) throws IOException {
        long[] sums = new long[3];
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.startsWith(path.resolve(".git"))) {
                    BasicFileAttributes is = Files.readAttributes(
                            file, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                    sums[0]++;
                    sums[1] += is.size();
                    sums[2] = Math.max(sums[2], is.lastModifiedTime().toMillis());
                }
            }
        }
        return sums[0] + " " + sums[1] + " " + sums[2];
    }
}
