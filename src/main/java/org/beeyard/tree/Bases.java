package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.beeyard.blob.BlobStore;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.jboss.logging.Logger;

/** Adopts the newest commit of a tree as a base and sees to it that what its builds need is in the store. */
@ApplicationScoped
class Bases {

    private static final Logger log = Logger.getLogger(Bases.class);

    private final KernelTrees trees;
    private final Heads heads;
    private final TreesConfig config;
    private final CiConfig ciConfig;
    private final BlobStore blobs;
    private final EntityManager database;
    private final Clock clock;

    Bases(
            KernelTrees trees,
            Heads heads,
            TreesConfig config,
            CiConfig ciConfig,
            BlobStore blobs,
            EntityManager database,
            Clock clock) {
        this.trees = trees;
        this.heads = heads;
        this.config = config;
        this.ciConfig = ciConfig;
        this.blobs = blobs;
        this.database = database;
        this.clock = clock;
    }

    /** What a series needs to know of its base. */
    record Adopted(long id, String tree, CommitId commit, Optional<CommitId> ci) {

        /** For people. */
        String place() {
            return tree + " " + commit.abbreviated();
        }
    }

    Adopted newest(String tree) throws IOException, UnknownTree {
        TreesConfig.Entry entry = config.all().get(tree);
        if (entry == null) {
            throw new UnknownTree("There is no tree " + tree + " in the farm's configuration.");
        }
        CommitId head = heads.newest("trees." + tree, entry);
        Optional<CommitId> ci = Optional.empty();
        if (entry.ci().isPresent()) {
            String name = entry.ci().get();
            Origin origin = Optional.ofNullable(ciConfig.all().get(name))
                    .orElseThrow(() -> new UnknownTree(
                            "There is no CI configuration " + name + ", which trees." + tree + " names."));
            ci = Optional.of(heads.newest("ci." + name, origin));
        }
        return adopt(tree, head, ci, trees.describe(head));
    }

    private Adopted adopt(String tree, CommitId head, Optional<CommitId> ci, KernelTrees.Described described) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Tree row = database.createQuery("from Tree where name = ?1", Tree.class)
                    .setParameter(1, tree)
                    .getResultStream()
                    .findFirst()
                    .orElseGet(() -> {
                        Tree added = new Tree(tree, clock.instant());
                        database.persist(added);
                        return added;
                    });
            Base base = database.createQuery(
                            "from Base where tree = ?1 and commitId = ?2 and ciCommit = ?3", Base.class)
                    .setParameter(1, row)
                    .setParameter(2, head.hex())
                    .setParameter(3, ci.map(CommitId::hex).orElse(""))
                    .getResultStream()
                    .findFirst()
                    .orElseGet(() -> {
                        Base added = new Base(row, head, ci, described, clock.instant());
                        database.persist(added);
                        return added;
                    });
            return new Adopted(base.id(), tree, head, ci);
        });
    }

    /** Makes the blobs of the base's sources and CI configuration unless they are there. Returns the sources. */
    KernelTrees.Sources store(Adopted base) throws IOException {
        KernelTrees.Sources sources = trees.sources(base.commit(), base.ci());
        Optional<Base.Source> known = QuarkusTransaction.requiringNew()
                .call(() -> database.find(Base.class, base.id()).source());
        if (known.isPresent() && blobs.has(known.get().sha256())) {
            return sources;
        }
        log.infof(
                "tree %s: packing the sources of base %s",
                base.tree(), base.commit().abbreviated());
        Base.Source blob = source(blobs.put(out -> trees.writeSource(sources.commit(), out)));
        Optional<Base.Source> configs = Optional.empty();
        if (base.ci().isPresent()) {
            CommitId ci = base.ci().get();
            configs = Optional.of(source(blobs.put(out -> trees.writeFolder(ci, CiConfig.CONFIGS, out))));
        }
        Optional<Base.Source> lists = configs;
        QuarkusTransaction.requiringNew()
                .run(() -> database.find(Base.class, base.id()).hasSource(blob, lists, sources.skipped()));
        return sources;
    }

    private static Base.Source source(BlobStore.Blob blob) {
        return new Base.Source(blob.sha256(), blob.size());
    }
}
