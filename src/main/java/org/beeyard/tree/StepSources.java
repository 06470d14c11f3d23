package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import org.beeyard.blob.BlobStore;
import org.beeyard.series.Series;

/** Makes the sources of what a search tries, as what differs from those of a base. */
@ApplicationScoped
public class StepSources {

    private final KernelTrees trees;
    private final Bases bases;
    private final BlobStore blobs;
    private final EntityManager database;

    StepSources(KernelTrees trees, Bases bases, BlobStore blobs, EntityManager database) {
        this.trees = trees;
        this.bases = bases;
        this.blobs = blobs;
        this.database = database;
    }

    /** @param paths that differ */
    public record Made(Series.Delta delta, List<String> paths) {

        public Made {
            paths = List.copyOf(paths);
        }
    }

    private record Place(Bases.Adopted base, CommitId head) {}

    /**
     * The first patches of a series that has been applied.
     *
     * @param patches how many, at least one
     */
    public Made ofPatches(long series, int patches) throws IOException {
        return made(QuarkusTransaction.requiringNew().call(() -> {
            Series row = database.find(Series.class, series);
            return new Place(
                    Bases.Adopted.of(database.find(Base.class, row.baseId().orElseThrow())),
                    new CommitId(row.patches().get(patches - 1).commit().orElseThrow()));
        }));
    }

    /** Another commit in the place of a base's, with the same CI configuration or kernel. */
    public Made ofCommit(long base, CommitId commit) throws IOException {
        return made(QuarkusTransaction.requiringNew()
                .call(() -> new Place(Bases.Adopted.of(database.find(Base.class, base)), commit)));
    }

    private Made made(Place place) throws IOException {
        CommitId from = bases.stored(place.base()).commit();
        CommitId to = bases.sources(place.base(), place.head()).commit();
        BlobStore.Blob delta = blobs.put(out -> trees.writeDelta(from, to, out));
        return new Made(
                new Series.Delta(delta.sha256(), delta.size()),
                trees.changed(place.base().commit(), place.head()));
    }
}
