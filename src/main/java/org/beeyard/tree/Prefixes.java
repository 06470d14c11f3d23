package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import org.beeyard.blob.BlobStore;
import org.beeyard.series.Series;

/** Makes the sources of the first patches of a series that has been applied. */
@ApplicationScoped
public class Prefixes {

    private final KernelTrees trees;
    private final Bases bases;
    private final BlobStore blobs;
    private final EntityManager database;

    Prefixes(KernelTrees trees, Bases bases, BlobStore blobs, EntityManager database) {
        this.trees = trees;
        this.bases = bases;
        this.blobs = blobs;
        this.database = database;
    }

    /** @param paths what the patches change */
    public record Prefix(Series.Delta delta, List<String> paths) {

        public Prefix {
            paths = List.copyOf(paths);
        }
    }

    private record Commits(Bases.Adopted base, CommitId head) {}

    /** @param patches how many, at least one */
    public Prefix of(long series, int patches) throws IOException {
        Commits commits = QuarkusTransaction.requiringNew().call(() -> {
            Series row = database.find(Series.class, series);
            return new Commits(
                    Bases.Adopted.of(database.find(Base.class, row.baseId().orElseThrow())),
                    new CommitId(row.patches().get(patches - 1).commit().orElseThrow()));
        });
        CommitId from = bases.stored(commits.base()).commit();
        CommitId to = bases.sources(commits.base(), commits.head()).commit();
        BlobStore.Blob delta = blobs.put(out -> trees.writeDelta(from, to, out));
        return new Prefix(
                new Series.Delta(delta.sha256(), delta.size()),
                trees.changed(commits.base().commit(), commits.head()));
    }
}
