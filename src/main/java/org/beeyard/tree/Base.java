package org.beeyard.tree;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One commit of a tree that the farm has adopted as a starting point, together with the CI configuration that is laid over
 * it: the same commit with another one is another base. So is that of a part of a kernel with another base of its kernel.
 */
@Entity
public class Base extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Tree tree;

    private String commitId;
    private String ciCommit;
    private String subject;
    private Instant committedAt;
    private Instant adoptedAt;
    private @Nullable String sourceBlob;
    private @Nullable Long sourceSize;
    private @Nullable String ciBlob;
    private @Nullable Long ciSize;
    private String[] ciSkipped;
    private @Nullable Instant wantedAt;

    @Enumerated(EnumType.STRING)
    private TreeKind kind;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Base kernel;

    private @Nullable String deltaBlob;
    private @Nullable Long deltaSize;

    @Enumerated(EnumType.STRING)
    private @Nullable RunWanted runWanted;

    @SuppressWarnings("NullAway.Init")
    protected Base() {}

    /** @param kernel the base that a part of a kernel is built with */
    Base(
            Tree tree,
            TreeKind kind,
            CommitId commit,
            Optional<CommitId> ci,
            Optional<Base> kernel,
            KernelTrees.Described described,
            Instant now) {
        this.kind = kind;
        this.kernel = kernel.orElse(null);
        this.tree = tree;
        this.commitId = commit.hex();
        this.ciCommit = ci.map(CommitId::hex).orElse("");
        this.ciSkipped = new String[0];
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

    /** The CI configuration's commit. */
    public Optional<CommitId> ci() {
        return ciCommit.isEmpty() ? Optional.empty() : Optional.of(new CommitId(ciCommit));
    }

    public TreeKind kind() {
        return kind;
    }

    /** Of a part of a kernel, the base that it is built with and pinned to. */
    public Optional<Base> kernel() {
        return Optional.ofNullable(kernel);
    }

    /** Of a part of a kernel, what makes its sources out of {@link #source}; absent until somebody needs them. */
    public Optional<Source> delta() {
        return deltaBlob == null || deltaSize == null
                ? Optional.empty()
                : Optional.of(new Source(deltaBlob, deltaSize));
    }

    /** All files of the commit with the CI configuration's patches, or of the kernel; absent until somebody needs them. */
    public Optional<Source> source() {
        return sourceBlob == null || sourceSize == null
                ? Optional.empty()
                : Optional.of(new Source(sourceBlob, sourceSize));
    }

    /** The CI configuration's folder of configurations and lists; absent without one. */
    public Optional<Source> ciConfigs() {
        return ciBlob == null || ciSize == null ? Optional.empty() : Optional.of(new Source(ciBlob, ciSize));
    }

    /** Its sources stay for a while, if they are there. */
    public void wanted(Instant now) {
        wantedAt = now;
    }

    /** Why it is to be run without a series. */
    public enum RunWanted {
        /** It was not run yet. */
        NEW,
        /** It is time, whether it was run or not. */
        AGAIN
    }

    void wantsRun(RunWanted why) {
        if (runWanted != RunWanted.AGAIN) {
            runWanted = why;
        }
    }

    /** To be asked once: whoever asks sees to it. */
    public Optional<RunWanted> takeRunWanted() {
        Optional<RunWanted> why = Optional.ofNullable(runWanted);
        runWanted = null;
        return why;
    }

    public record Source(String sha256, long size) {}

    /** @param skipped the CI configuration's patches that do not apply, each with its reason */
    void hasSource(Source source, Optional<Source> ciConfigs, List<String> skipped) {
        this.sourceBlob = source.sha256();
        this.sourceSize = source.size();
        this.ciBlob = ciConfigs.map(Source::sha256).orElse(null);
        this.ciSize = ciConfigs.map(Source::size).orElse(null);
        this.ciSkipped = skipped.toArray(String[]::new);
    }

    /** The kernel's sources and CI configuration are its own, but for the part that it holds. */
    void hasPart(Source delta) {
        Base whole = Objects.requireNonNull(kernel, "no part of a kernel");
        this.sourceBlob = whole.sourceBlob;
        this.sourceSize = whole.sourceSize;
        this.ciBlob = whole.ciBlob;
        this.ciSize = whole.ciSize;
        this.ciSkipped = whole.ciSkipped;
        this.deltaBlob = delta.sha256();
        this.deltaSize = delta.size();
    }
}
