package org.beeyard.tree.jgit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeConfig;
import org.beeyard.tree.TreeSource;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;

/** All trees in one bare repository: bpf and bpf-next share nearly everything. */
@ApplicationScoped
class JGitKernelTrees implements KernelTrees {

    private static final int SUBJECTS = 200;

    private final Path folder;
    private volatile FileRepository repository;

    JGitKernelTrees(TreeConfig config) throws IOException {
        this.folder = config.repository();
        this.repository = open();
    }

    private FileRepository open() throws IOException {
        FileRepository opened = (FileRepository)
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        breakLocks();
        if (!Files.exists(folder.resolve("HEAD"))) {
            opened.create(true);
            opened.getConfig().setInt("core", null, "compression", 1);
            opened.getConfig().save();
        }
        return opened;
    }

    /** The farm is the only one who writes here: a lock that is there was left by one that was killed. */
    private void breakLocks() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files =
                Files.find(folder, 8, (file, is) -> file.toString().endsWith(".lock"))) {
            for (Path lock : files.toList()) {
                Files.delete(lock);
            }
        }
    }

    @PreDestroy
    void close() {
        repository.close();
    }

    @Override
    public synchronized CommitId adopt(String tree, TreeSource source, Consumer<String> said)
            throws IOException, UnknownTree {
        ObjectId head = switch (source) {
            case TreeSource.Remote(String url, String branch) -> fetch(url, branch, tree, said);
            case TreeSource.Local(Path path, String branch) -> borrow(path, branch);
            case TreeSource.Sources(Path path) -> imported(path, tree, said);
        };
        update("refs/trees/" + tree, head);
        return new CommitId(head.name());
    }

    private ObjectId fetch(String url, String branch, String tree, Consumer<String> said)
            throws IOException, UnknownTree {
        said.accept("fetching " + branch + " of " + url);
        String ref = "refs/remotes/" + tree + "/" + branch;
        try (Git git = new Git(repository)) {
            FetchCommand fetch = git.fetch()
                    .setRemote(url)
                    .setRefSpecs(new RefSpec("+refs/heads/" + branch + ":" + ref))
                    .setDepth(SUBJECTS)
                    .setTimeout(300);
            fetch.call();
        } catch (GitAPIException e) {
            throw new IOException("the tree " + tree + " cannot be fetched from " + url + ": " + e.getMessage(), e);
        }
        ObjectId head = repository.resolve(ref);
        if (head == null) {
            throw new UnknownTree("The repository " + url + " has no branch " + branch);
        }
        return head;
    }

    private ObjectId borrow(Path path, String branch) throws IOException, UnknownTree {
        try (Repository theirs = new FileRepositoryBuilder()
                .setWorkTree(path.toFile())
                .setGitDir(
                        Files.isDirectory(path.resolve(".git"))
                                ? path.resolve(".git").toFile()
                                : path.toFile())
                .setMustExist(true)
                .build()) {
            ObjectId head = theirs.resolve(branch + "^{commit}");
            if (head == null) {
                throw new UnknownTree("The repository " + path + " has no branch " + branch);
            }
            lend(theirs.getDirectory().toPath().resolve("objects"));
            return head;
        } catch (org.eclipse.jgit.errors.RepositoryNotFoundException e) {
            throw new UnknownTree("There is no git repository at " + path);
        }
    }

    private void lend(Path objects) throws IOException {
        Path alternates = folder.resolve("objects/info/alternates");
        Files.createDirectories(alternates.getParent());
        List<String> lent =
                Files.exists(alternates) ? new ArrayList<>(Files.readAllLines(alternates)) : new ArrayList<>();
        if (!lent.contains(objects.toString())) {
            lent.add(objects.toString());
            Files.write(alternates, lent);
            // JGit reads alternates once
            repository.close();
            repository = open();
        }
    }

    private ObjectId imported(Path path, String tree, Consumer<String> said) throws IOException, UnknownTree {
        if (!Files.exists(path)) {
            throw new UnknownTree("The sources of the tree " + tree + " are not at " + path);
        }
        // A tarball is named once: importing 90,000 files again to find that nothing changed would take a minute.
        String mark = path.toAbsolutePath() + " " + Files.size(path) + " "
                + Files.getLastModifiedTime(path).toMillis();
        String known = repository.getConfig().getString("beeyard", tree, "imported");
        if (known != null && known.endsWith(" " + mark)) {
            return ObjectId.fromString(known.substring(0, 40));
        }
        said.accept("importing " + path + " once");
        ObjectId commit = SourceImport.run(repository, path, said);
        repository.getConfig().setString("beeyard", tree, "imported", commit.name() + " " + mark);
        repository.getConfig().save();
        return commit;
    }

    @Override
    public Application apply(CommitId base, String name, List<Change> changes) throws IOException {
        try (PackInserter inserter = repository.getObjectDatabase().newPackInserter();
                ObjectReader reader = inserter.newReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit start = walk.parseCommit(ObjectId.fromString(base.hex()));
            if (subjects(walk, start)
                    .containsAll(changes.stream().map(Change::subject).toList())) {
                return new Application.AlreadyApplied(
                        "all of its subjects are among the tree's last " + SUBJECTS + " commits");
            }
            ObjectId tree = start.getTree();
            ObjectId head = start;
            List<CommitId> commits = new ArrayList<>();
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                switch (PatchApplication.apply(inserter, tree, change.diff())) {
                    case PatchApplication.Step.Refused(String reason) -> {
                        return new Application.Unfit(i + 1, reason);
                    }
                    case PatchApplication.Step.Failed(List<Application.FileConflict> files) -> {
                        return new Application.Conflict(i + 1, change.subject(), files);
                    }
                    case PatchApplication.Step.Done(ObjectId after) -> {
                        if (!after.equals(tree)) {
                            head = commit(inserter, head, after, change);
                            tree = after;
                        }
                        commits.add(new CommitId(head.name()));
                    }
                }
            }
            if (tree.equals(start.getTree())) {
                return new Application.AlreadyApplied("applying it changes nothing");
            }
            List<String> paths = SourceArchive.changed(reader, start.getTree(), tree);
            inserter.flush();
            update("refs/series/" + name, head);
            return new Application.Applied(new CommitId(head.name()), commits, paths);
        }
    }

    private static Set<String> subjects(RevWalk walk, RevCommit start) throws IOException {
        Set<String> subjects = new HashSet<>();
        walk.markStart(start);
        for (int i = 0; i < SUBJECTS; i++) {
            RevCommit commit = walk.next();
            if (commit == null) {
                break;
            }
            subjects.add(commit.getShortMessage());
        }
        walk.reset();
        return subjects;
    }

    private static ObjectId commit(PackInserter inserter, ObjectId parent, ObjectId tree, Change change)
            throws IOException {
        Instant at = change.date().toInstant();
        CommitBuilder commit = new CommitBuilder();
        commit.setParentId(parent);
        commit.setTreeId(tree);
        commit.setAuthor(new PersonIdent(
                change.author(), change.email(), at, change.date().getOffset()));
        commit.setCommitter(new PersonIdent("Beeyard", "farm@localhost", at, ZoneOffset.UTC));
        commit.setMessage(change.message());
        return inserter.insert(commit);
    }

    private void update(String ref, ObjectId to) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(to);
        RefUpdate.Result result = update.forceUpdate();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            case NOT_ATTEMPTED,
                    LOCK_FAILURE,
                    REJECTED,
                    REJECTED_CURRENT_BRANCH,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON,
                    IO_FAILURE,
                    RENAMED -> throw new IOException("The ref " + ref + " cannot be written: " + result);
        }
    }

    @Override
    public void writeSource(CommitId commit, OutputStream to) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            SourceArchive.write(reader, treeOf(reader, commit), to);
        }
    }

    @Override
    public void writeDelta(CommitId base, CommitId head, OutputStream to) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            SourceArchive.writeDelta(reader, treeOf(reader, base), treeOf(reader, head), to);
        }
    }

    @Override
    public Described describe(CommitId commit) throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit.hex()));
            return new Described(parsed.getShortMessage(), Instant.ofEpochSecond(parsed.getCommitTime()));
        }
    }

    private static ObjectId treeOf(ObjectReader reader, CommitId commit) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            return walk.parseCommit(ObjectId.fromString(commit.hex())).getTree().getId();
        }
    }
}
