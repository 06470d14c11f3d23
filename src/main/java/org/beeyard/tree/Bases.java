package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.beeyard.blob.BlobStore;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.jboss.logging.Logger;

/** Adopts the newest commit of a tree as a base and sees to it that its sources are in the store. */
@ApplicationScoped
class Bases {

    private static final Logger log = Logger.getLogger(Bases.class);
    private static final Duration FETCH_EVERY = Duration.ofMinutes(5);

    private final KernelTrees trees;
    private final TreesConfig config;
    private final BlobStore blobs;
    private final EntityManager database;
    private final Clock clock;
    /** Only a hint that saves requests: after a restart each remote is asked once more. */
    private final Map<String, Instant> fetched = new ConcurrentHashMap<>();

    Bases(KernelTrees trees, TreesConfig config, BlobStore blobs, EntityManager database, Clock clock) {
        this.trees = trees;
        this.config = config;
        this.blobs = blobs;
        this.database = database;
        this.clock = clock;
    }

    /** What a series needs to know of its base. */
    record Adopted(long id, String tree, CommitId commit) {}

    Adopted newest(String tree) throws IOException, UnknownTree {
        TreeSource source = source(tree);
        Consumer<String> said = words -> log.infof("tree %s: %s", tree, words);
        Optional<Adopted> known = known(tree);
        boolean remote = source instanceof TreeSource.Remote;
        Instant last = fetched.getOrDefault(tree, Instant.MIN);
        if (remote && known.isPresent() && last.isAfter(clock.instant().minus(FETCH_EVERY))) {
            return known.get();
        }
        CommitId head = trees.adopt(tree, source, said);
        fetched.put(tree, clock.instant());
        if (known.isPresent() && known.get().commit().equals(head)) {
            return known.get();
        }
        KernelTrees.Described described = trees.describe(head);
        return QuarkusTransaction.requiringNew().call(() -> adopt(tree, head, described));
    }

    private Adopted adopt(String tree, CommitId head, KernelTrees.Described described) {
        Tree row = database.createQuery("from Tree where name = ?1", Tree.class)
                .setParameter(1, tree)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    Tree added = new Tree(tree, clock.instant());
                    database.persist(added);
                    return added;
                });
        Base base = database.createQuery("from Base where tree = ?1 and commitId = ?2", Base.class)
                .setParameter(1, row)
                .setParameter(2, head.hex())
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    Base added = new Base(row, head, described, clock.instant());
                    database.persist(added);
                    return added;
                });
        return new Adopted(base.id(), tree, head);
    }

    private Optional<Adopted> known(String tree) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("from Base where tree.name = ?1 order by id desc", Base.class)
                        .setParameter(1, tree)
                        .setMaxResults(1)
                        .getResultStream()
                        .findFirst()
                        .map(base -> new Adopted(base.id(), tree, base.commit())));
    }

    /** Makes the blob of the base's sources unless it is there. */
    void store(Adopted base) throws IOException {
        Optional<Base.Source> source = QuarkusTransaction.requiringNew()
                .call(() -> database.find(Base.class, base.id()).source());
        if (source.isPresent() && blobs.has(source.get().sha256())) {
            return;
        }
        log.infof(
                "tree %s: packing the sources of base %s",
                base.tree(), base.commit().abbreviated());
        BlobStore.Blob blob = blobs.put(out -> trees.writeSource(base.commit(), out));
        QuarkusTransaction.requiringNew()
                .run(() -> database.find(Base.class, base.id()).hasSource(new Base.Source(blob.sha256(), blob.size())));
    }

    private TreeSource source(String tree) throws UnknownTree {
        TreesConfig.Entry entry = config.all().get(tree);
        if (entry == null) {
            throw new UnknownTree("There is no tree " + tree + " in the farm's configuration.");
        }
        int named = (entry.git().isPresent() ? 1 : 0)
                + (entry.repository().isPresent() ? 1 : 0)
                + (entry.source().isPresent() ? 1 : 0);
        if (named != 1) {
            throw new UnknownTree("trees." + tree + " must name exactly one of git, repository and source.");
        }
        return entry.git()
                .<TreeSource>map(url -> new TreeSource.Remote(url, entry.branch()))
                .or(() -> entry.repository().map(path -> new TreeSource.Local(path, entry.branch())))
                .orElseGet(() -> new TreeSource.Sources(entry.source().orElseThrow()));
    }
}
