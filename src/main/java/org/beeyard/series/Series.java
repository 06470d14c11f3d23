package org.beeyard.series;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.series.mail.PostedPatch;
import org.beeyard.series.mail.PostedSeries;
import org.jspecify.annotations.Nullable;

/** One version of a patch series as it was posted. What was posted never changes; what became of it does. */
@Entity
public class Series extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Topic topic;

    private int version;
    private String title;
    private String submitter;
    private @Nullable String cover;
    private String[] tags;
    private String source;
    private String digest;
    private Instant receivedAt;

    @Enumerated(EnumType.STRING)
    private SeriesState state;

    private @Nullable String wantedTree;
    private @Nullable String baseCommit;
    private @Nullable String treeReason;
    private @Nullable Long baseId;
    private @Nullable String headCommit;
    private @Nullable String deltaBlob;
    private @Nullable Long deltaSize;
    private String @Nullable [] paths;
    private String[] ciSkipped = new String[0];
    private boolean runWanted;
    private boolean held;
    private @Nullable Integer unread;
    private @Nullable String problem;
    private boolean farmsFault;
    private @Nullable String messageId;
    private @Nullable String changeId;
    private String[] dependsOn;

    @OneToMany(cascade = jakarta.persistence.CascadeType.PERSIST)
    @JoinColumn(name = "series_id", nullable = false, updatable = false)
    @OrderBy("position")
    private List<Patch> patches = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected Series() {}

    Series(Topic topic, PostedSeries posted, String source, String digest, @Nullable String wantedTree, Instant now) {
        this.topic = topic;
        this.version = posted.version();
        this.title = posted.title();
        this.submitter = posted.submitter().toString();
        this.cover = posted.cover().orElse(null);
        this.tags = posted.tags().toArray(String[]::new);
        this.source = source;
        this.digest = digest;
        this.receivedAt = now;
        this.state = SeriesState.READY;
        this.wantedTree = wantedTree;
        this.baseCommit = posted.baseCommit().orElse(null);
        this.messageId = posted.messageId().orElse(null);
        this.changeId = posted.changeId().orElse(null);
        this.dependsOn = posted.dependsOn().toArray(String[]::new);
        for (PostedPatch patch : posted.patches()) {
            patches.add(new Patch(patch));
        }
    }

    public long id() {
        return id;
    }

    public long topicId() {
        return topic.id();
    }

    public int version() {
        return version;
    }

    public String title() {
        return title;
    }

    public SeriesState state() {
        return state;
    }

    public List<String> tags() {
        return List.of(tags);
    }

    String digest() {
        return digest;
    }

    Precedence precedence() {
        return Precedence.of(source, version);
    }

    public Optional<String> wantedTree() {
        return Optional.ofNullable(wantedTree);
    }

    public Optional<String> baseCommit() {
        return Optional.ofNullable(baseCommit);
    }

    /** Message ids, and change ids after {@link PostedSeries#CHANGE}, of series that come before. */
    public List<String> dependsOn() {
        return List.of(dependsOn);
    }

    public Optional<Long> baseId() {
        return Optional.ofNullable(baseId);
    }

    public Optional<Delta> delta() {
        return deltaBlob == null || deltaSize == null ? Optional.empty() : Optional.of(new Delta(deltaBlob, deltaSize));
    }

    public List<String> paths() {
        return paths == null ? List.of() : List.of(paths);
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public List<Patch> patches() {
        return patches;
    }

    /** The blob that makes the series' sources out of its base's. */
    public record Delta(String sha256, long size) {}

    /** @param ciSkipped patches of the CI configuration that do not apply on top of the series, each with its reason */
    public void applied(
            long base,
            String reason,
            String head,
            List<String> commits,
            Delta delta,
            List<String> paths,
            List<String> ciSkipped) {
        this.baseId = base;
        this.treeReason = reason;
        this.headCommit = head;
        this.deltaBlob = delta.sha256();
        this.deltaSize = delta.size();
        this.paths = paths.toArray(String[]::new);
        this.ciSkipped = ciSkipped.toArray(String[]::new);
        for (int i = 0; i < patches.size(); i++) {
            patches.get(i).committed(commits.get(i));
        }
        this.state = SeriesState.APPLIED;
        this.problem = null;
        this.runWanted = true;
    }

    /** It stays READY: the farm cannot look at it yet. */
    public void waits(String why) {
        this.problem = why;
    }

    public void ended(SeriesState state, @Nullable Long base, @Nullable String reason, String problem) {
        this.state = state;
        this.baseId = base;
        this.treeReason = reason;
        this.problem = problem;
        this.farmsFault = false;
    }

    /** The farm cannot test it, whatever it is. */
    public void untestable(@Nullable Long base, String problem) {
        ended(SeriesState.REJECTED, base, null, problem);
        this.farmsFault = true;
    }

    /** Whether a run is to be made of it. */
    public boolean runWanted() {
        return runWanted;
    }

    /** A run has been made of it. */
    public void planned() {
        this.runWanted = false;
    }

    /** A newer version has come. */
    void superseded() {
        if (state == SeriesState.READY || state == SeriesState.RECEIVED) {
            this.problem = null; // nothing is waited for any more
        }
        this.runWanted = false;
        this.state = SeriesState.SUPERSEDED;
        this.farmsFault = false;
    }

    /** Its source does not want it tested any more. */
    void closed(String why) {
        this.runWanted = false;
        this.state = SeriesState.CLOSED;
        this.farmsFault = false;
        this.problem = why;
    }

    /** Somebody wants it looked at again, from the start. */
    void again() {
        this.state = held ? SeriesState.RECEIVED : SeriesState.READY;
        this.problem = unread == null ? null : waiting(unread);
        this.farmsFault = false;
    }

    private String waiting(int commits) {
        String all = commits == 1 ? "its commit is" : "its " + commits + " commits are";
        return held
                ? "It waits for approval; " + all + " fetched after that."
                : "It is approved; " + all + " being fetched.";
    }

    /** What was uploaded is posted, too, and people answer those mails. Another upload may have taken its place before. */
    void posted(String where, PostedSeries mails) {
        this.source = where;
        this.messageId = mails.messageId().orElse(null);
        for (int i = 0; i < patches.size(); i++) {
            patches.get(i).posted(mails.patches().get(i));
        }
        if (state == SeriesState.SUPERSEDED) {
            again();
        }
    }

    /** Its author is not known: it waits until somebody approves it, and until then only the number of its commits is. */
    void hold(int commits) {
        this.held = true;
        this.unread = commits;
        again();
    }

    /** Now that it is approved its patches are here. */
    void read(PostedSeries posted) {
        this.unread = null;
        this.baseCommit = posted.baseCommit().orElse(null);
        for (PostedPatch patch : posted.patches()) {
            patches.add(new Patch(patch));
        }
        again();
    }

    /** It is approved, and its patches cannot be taken. */
    void unreadable(String problem) {
        this.unread = null;
        ended(SeriesState.REJECTED, null, null, problem);
    }

    /** Whether it is approved and its patches are yet to be read. */
    boolean isToBeRead() {
        return state == SeriesState.READY && unread != null;
    }

    void approved() {
        this.held = false;
        again();
    }

    boolean isHeld() {
        return held;
    }

    /** Whether there is anything to test: of what was refused as a whole the patches were never read. */
    boolean hasPatches() {
        return !patches.isEmpty();
    }

    /** Whether there may be patches yet. */
    boolean isUnread() {
        return unread != null;
    }
}
