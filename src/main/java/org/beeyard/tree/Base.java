package org.beeyard.tree;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One commit of a tree that the farm has adopted as a starting point. */
@Entity
public class Base extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Tree tree;

    private String commitId;
    private String subject;
    private Instant committedAt;
    private Instant adoptedAt;
    private @Nullable String sourceBlob;
    private @Nullable Long sourceSize;

    @SuppressWarnings("NullAway.Init")
    protected Base() {}

    Base(Tree tree, CommitId commit, KernelTrees.Described described, Instant now) {
        this.tree = tree;
        this.commitId = commit.hex();
        this.subject = described.subject();
        this.committedAt = described.committedAt();
        this.adoptedAt = now;
    }

    public long id() {
        return id;
    }

    public Tree tree() {
        return tree;
    }

    public CommitId commit() {
        return new CommitId(commitId);
    }

    /** All files of the commit; absent until somebody needs them. */
    public Optional<Source> source() {
        return sourceBlob == null || sourceSize == null
                ? Optional.empty()
                : Optional.of(new Source(sourceBlob, sourceSize));
    }

    public record Source(String sha256, long size) {}

    void hasSource(Source source) {
        this.sourceBlob = source.sha256();
        this.sourceSize = source.size();
    }
}
