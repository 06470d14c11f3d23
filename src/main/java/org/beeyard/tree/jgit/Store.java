package org.beeyard.tree.jgit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.beeyard.tree.TreeConfig;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;

/** The bare repository in which everything is kept. The farm is the only one who writes there. */
@ApplicationScoped
class Store {

    private final Path folder;
    private volatile FileRepository repository;

    Store(TreeConfig config) throws IOException {
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

    /** A lock that is there when the farm starts was left by one that was killed. */
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

    FileRepository repository() {
        return repository;
    }

    void update(String ref, ObjectId to) throws IOException {
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

    void delete(List<String> refs) throws IOException {
        BatchRefUpdate batch = repository.getRefDatabase().newBatchUpdate();
        for (String name : refs) {
            Ref ref = repository.exactRef(name);
            if (ref != null) {
                batch.addCommand(new ReceiveCommand(ref.getObjectId(), ObjectId.zeroId(), name));
            }
        }
        batch.setAllowNonFastForwards(true);
        try (RevWalk walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (ReceiveCommand command : batch.getCommands()) {
            if (command.getResult() != ReceiveCommand.Result.OK) {
                throw new IOException("The ref " + command.getRefName() + " cannot be deleted: " + command.getResult());
            }
        }
    }

    /**
     * From now on the objects of another repository can be read as if they were here. Where its history is cut, ours is: its
     * commits name parents that nobody has.
     */
    synchronized void borrow(ObjectDirectory lender) throws IOException {
        Set<ObjectId> bounds = new HashSet<>(repository.getObjectDatabase().getShallowCommits());
        if (bounds.addAll(lender.getShallowCommits())) {
            repository.getObjectDatabase().setShallowCommits(bounds);
        }
        Path objects = lender.getDirectory().toPath();
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
}
