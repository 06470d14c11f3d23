package org.beeyard.tree.jgit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeKind;
import org.beeyard.tree.TreeSource;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** All trees in one bare repository: bpf and bpf-next share nearly everything. */
@ApplicationScoped
class JGitKernelTrees implements KernelTrees {

    private static final int SUBJECTS = 200;
    private static final String SERIES = "refs/series/";
    private static final PersonIdent FARM = new PersonIdent("Beeyard", "farm@localhost", Instant.EPOCH, ZoneOffset.UTC);

    private final Store store;
    private final Adoption adoption;

    JGitKernelTrees(Store store, Adoption adoption) {
        this.store = store;
        this.adoption = adoption;
    }

    /** One at a time: of two that write the same ref, one would fail. */
    @Override
    public synchronized CommitId adopt(String key, TreeSource source, Consumer<String> said)
            throws IOException, UnknownTree {
        ObjectId head = adoption.head(key, source, said);
        store.update("refs/trees/" + key, head);
        return new CommitId(head.name());
    }

    @Override
    public Application apply(CommitId base, String name, List<Change> changes) throws IOException {
        try (PackInserter inserter = inserter();
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
            store.update(SERIES + name, head);
            return new Application.Applied(new CommitId(head.name()), commits, paths);
        }
    }

    @Override
    public boolean contains(CommitId head, CommitId commit) throws IOException {
        ObjectId wanted = ObjectId.fromString(commit.hex());
        try (ObjectReader reader = store.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            if (!reader.has(wanted, Constants.OBJ_COMMIT)) {
                return false;
            }
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(ObjectId.fromString(head.hex())));
            RevCommit next = walk.next();
            for (int seen = 0; next != null && seen < LOOKED_BACK; seen++) {
                if (next.equals(wanted)) {
                    return true;
                }
                next = walk.next();
            }
            return false;
        }
    }

    @Override
    public Optional<List<CommitId>> between(CommitId older, CommitId newer) throws IOException {
        ObjectId end = ObjectId.fromString(older.hex());
        List<CommitId> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(store.repository())) {
            walk.setRetainBody(false);
            RevCommit at = walk.parseCommit(ObjectId.fromString(newer.hex()));
            while (!at.equals(end)) {
                commits.add(new CommitId(at.name()));
                if (at.getParentCount() == 0 || commits.size() == LOOKED_BACK) {
                    return Optional.empty();
                }
                at = walk.parseCommit(at.getParent(0));
            }
        }
        return Optional.of(commits.reversed());
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

    @Override
    public Sources sources(CommitId commit, Optional<CommitId> ci) throws IOException {
        if (ci.isEmpty()) {
            return new Sources(commit, List.of());
        }
        try (PackInserter inserter = inserter();
                ObjectReader reader = inserter.newReader()) {
            CiPatches.Laid laid = CiPatches.lay(inserter, reader, treeOf(reader, commit), treeOf(reader, ci.get()));
            CommitId made = toBuild(inserter, commit, laid.tree(), "CI configuration " + ci.get());
            inserter.flush();
            return new Sources(made, laid.skipped());
        }
    }

    @Override
    public CommitId grafted(CommitId kernel, TreeKind kind, CommitId part) throws IOException {
        try (PackInserter inserter = inserter();
                ObjectReader reader = inserter.newReader()) {
            ObjectId tree = Graft.of(inserter, reader, treeOf(reader, kernel), kind, treeOf(reader, part));
            CommitId made = toBuild(inserter, kernel, tree, kind + " " + part);
            inserter.flush();
            return made;
        }
    }

    private static CommitId toBuild(PackInserter inserter, CommitId on, ObjectId tree, String with) throws IOException {
        CommitBuilder built = new CommitBuilder();
        built.setParentId(ObjectId.fromString(on.hex()));
        built.setTreeId(tree);
        built.setAuthor(FARM);
        built.setCommitter(FARM);
        built.setMessage("Sources to build, with " + with + "\n");
        return new CommitId(inserter.insert(built).name());
    }

    /** Writes also what is there already, for that may be about to be thrown away: nothing keeps it as yet. */
    private PackInserter inserter() {
        PackInserter inserter = store.repository().getObjectDatabase().newPackInserter();
        inserter.checkExisting(false);
        return inserter;
    }

    @Override
    public Set<String> kept() throws IOException {
        return store.repository().getRefDatabase().getRefsByPrefix(SERIES).stream()
                .map(ref -> ref.getName().substring(SERIES.length()))
                .collect(Collectors.toSet());
    }

    @Override
    public void forget(Collection<String> names) throws IOException {
        store.delete(names.stream().map(name -> SERIES + name).toList());
    }

    @Override
    public long tidy(Duration unkept) throws IOException {
        return new Tidying(store.repository().getDirectory().toPath()).run(unkept);
    }

    @Override
    public void writeSource(CommitId commit, OutputStream to) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader()) {
            SourceArchive.write(reader, treeOf(reader, commit), to);
        }
    }

    @Override
    public void writeFolder(CommitId commit, String folder, OutputStream to) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader()) {
            ObjectId tree = treeOf(reader, commit);
            try (TreeWalk walk = TreeWalk.forPath(reader, folder, tree)) {
                ObjectId below = walk == null || !walk.isSubtree() ? Constants.EMPTY_TREE_ID : walk.getObjectId(0);
                SourceArchive.write(reader, below, to);
            }
        }
    }

    @Override
    public void writeDelta(CommitId base, CommitId head, OutputStream to) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader()) {
            SourceArchive.writeDelta(reader, treeOf(reader, base), treeOf(reader, head), to);
        }
    }

    @Override
    public List<String> changed(CommitId base, CommitId head) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader()) {
            return SourceArchive.changed(reader, treeOf(reader, base), treeOf(reader, head));
        }
    }

    @Override
    public Set<String> present(CommitId commit, Set<String> paths) throws IOException {
        Set<String> present = new HashSet<>();
        try (ObjectReader reader = store.repository().newObjectReader()) {
            TreeView view = new TreeView(reader, treeOf(reader, commit));
            for (String path : paths) {
                if (view.at(path).isPresent()) {
                    present.add(path);
                }
            }
        }
        return present;
    }

    @Override
    public Described describe(CommitId commit) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader();
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
