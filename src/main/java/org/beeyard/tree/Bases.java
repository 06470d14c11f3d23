package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.beeyard.blob.BlobStore;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.jboss.logging.Logger;

/** Adopts the newest commit of a tree as a base and sees to it that what its builds need is in the store. */
@ApplicationScoped
class Bases {

    private static final Logger log = Logger.getLogger(Bases.class);

    /** A kernel that was adopted earlier is too old to test today's libbpf with; who needs one has the newest built. */
    private static final Duration FRESH = Duration.ofDays(7);

    private final KernelTrees trees;
    private final Heads heads;
    private final TreesConfig config;
    private final CiConfig ciConfig;
    private final BuiltBases built;
    private final BlobStore blobs;
    private final EntityManager database;
    private final Clock clock;

    Bases(
            KernelTrees trees,
            Heads heads,
            TreesConfig config,
            CiConfig ciConfig,
            BuiltBases built,
            BlobStore blobs,
            EntityManager database,
            Clock clock) {
        this.trees = trees;
        this.heads = heads;
        this.config = config;
        this.ciConfig = ciConfig;
        this.built = built;
        this.blobs = blobs;
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a series needs to know of its base.
     *
     * @param kernel that a part of a kernel is built with
     */
    record Adopted(
            long id, String tree, TreeKind kind, CommitId commit, Optional<CommitId> ci, Optional<Adopted> kernel) {

        static Adopted of(Base row) {
            return new Adopted(
                    row.id(),
                    row.tree().name(),
                    row.kind(),
                    row.commit(),
                    row.ci(),
                    row.kernel().map(Adopted::of));
        }

        /** For people. */
        String place() {
            return tree + " " + commit.abbreviated();
        }
    }

    private interface Look {
        CommitId head(String key, Origin origin) throws IOException, UnknownTree;
    }

    Adopted newest(String tree) throws IOException, UnknownTree {
        return adopted(tree, heads::newest);
    }

    /** As {@link #newest}; of repositories that cannot be fetched now, what is known of them. */
    Adopted lastKnown(String tree) throws IOException, UnknownTree {
        return adopted(tree, heads::lastKnown);
    }

    private Adopted adopted(String tree, Look look) throws IOException, UnknownTree {
        TreesConfig.Entry entry = config.all().get(tree);
        if (entry == null) {
            throw new UnknownTree("There is no tree " + tree + " in the farm's configuration.");
        }
        CommitId head = look.head("trees." + tree, entry);
        if (entry.kind().isPart()) {
            return part(tree, entry, head, look);
        }
        Optional<CommitId> ci = Optional.empty();
        if (entry.ci().isPresent()) {
            String name = entry.ci().get();
            Origin origin = Optional.ofNullable(ciConfig.all().get(name))
                    .orElseThrow(() -> new UnknownTree(
                            "There is no CI configuration " + name + ", which trees." + tree + " names."));
            ci = Optional.of(look.head("ci." + name, origin));
        }
        return adopt(tree, TreeKind.KERNEL, head, ci, Optional.empty(), trees.describe(head));
    }

    private Adopted part(String tree, TreesConfig.Entry entry, CommitId head, Look look)
            throws IOException, UnknownTree {
        String mark = entry.kind().mark();
        if (trees.present(head, Set.of(mark)).isEmpty()) {
            throw new UnknownTree("The tree " + tree + " has no " + mark + " at " + head.abbreviated()
                    + "; trees." + tree + ".kind says that it is one of "
                    + entry.kind().name().toLowerCase(Locale.ROOT) + ".");
        }
        String against = entry.against()
                .orElseThrow(() -> new UnknownTree("trees." + tree + ".against must name the tree of its kernel."));
        Optional<Adopted> good = built.newest(against, clock.instant().minus(FRESH))
                .map(id -> QuarkusTransaction.requiringNew().call(() -> Adopted.of(database.find(Base.class, id))));
        Adopted kernel = good.isPresent() ? good.get() : adopted(against, look);
        return adopt(tree, entry.kind(), head, kernel.ci(), Optional.of(kernel), trees.describe(head));
    }

    private Adopted adopt(
            String tree,
            TreeKind kind,
            CommitId head,
            Optional<CommitId> ci,
            Optional<Adopted> kernel,
            KernelTrees.Described described) {
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
                            "from Base where tree = ?1 and commitId = ?2 and ciCommit = ?3 and coalesce(kernel.id, 0) = ?4",
                            Base.class)
                    .setParameter(1, row)
                    .setParameter(2, head.hex())
                    .setParameter(3, ci.map(CommitId::hex).orElse(""))
                    .setParameter(4, kernel.map(Adopted::id).orElse(0L))
                    .getResultStream()
                    .findFirst()
                    .orElseGet(() -> {
                        Optional<Base> whole = kernel.map(k -> database.find(Base.class, k.id()));
                        Base added = new Base(row, kind, head, ci, whole, described, clock.instant());
                        database.persist(added);
                        return added;
                    });
            return Adopted.of(base);
        });
    }

    /** What is built for a commit that stands on the base, or is the base's. */
    KernelTrees.Sources sources(Adopted base, CommitId commit) throws IOException {
        if (base.kernel().isEmpty()) {
            return trees.sources(commit, base.ci());
        }
        KernelTrees.Sources whole = stored(base);
        return new KernelTrees.Sources(trees.grafted(whole.commit(), base.kind(), commit), whole.skipped());
    }

    /** What the blob of the base's sources holds. */
    KernelTrees.Sources stored(Adopted base) throws IOException {
        Adopted whole = base.kernel().orElse(base);
        return trees.sources(whole.commit(), whole.ci());
    }

    /** Makes the blobs of the base's sources and CI configuration unless they are there. Returns the sources. */
    KernelTrees.Sources store(Adopted base) throws IOException {
        if (base.kernel().isPresent()) {
            return storePart(base, base.kernel().get());
        }
        KernelTrees.Sources sources = stored(base);
        Optional<Base.Source> known = wanted(base).source();
        if (known.isPresent() && blobs.keep(known.get().sha256())) {
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

    /** The base, of which somebody needs the sources now. */
    private Base wanted(Adopted base) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Base row = database.find(Base.class, base.id(), LockModeType.PESSIMISTIC_WRITE);
            row.wanted(clock.instant());
            return row;
        });
    }

    private KernelTrees.Sources storePart(Adopted base, Adopted kernel) throws IOException {
        KernelTrees.Sources whole = store(kernel);
        Optional<Base.Source> known = wanted(base).delta();
        Base.Source delta;
        if (known.isPresent() && blobs.keep(known.get().sha256())) {
            delta = known.get();
        } else {
            CommitId with = sources(base, base.commit()).commit();
            delta = source(blobs.put(out -> trees.writeDelta(whole.commit(), with, out)));
        }
        QuarkusTransaction.requiringNew()
                .run(() -> database.find(Base.class, base.id()).hasPart(delta));
        return whole;
    }

    private static Base.Source source(BlobStore.Blob blob) {
        return new Base.Source(blob.sha256(), blob.size());
    }
}
