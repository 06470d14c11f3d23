package org.beeyard.series;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.beeyard.series.mail.PostedPatch;
import org.jspecify.annotations.Nullable;

/** One patch of a series, as posted. */
@Entity
public class Patch extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private int position;
    private @Nullable String messageId;
    private String subject;
    private String authorName;
    private String authorEmail;
    private String authoredAt;
    private String message;
    private byte[] diff;
    private String patchId;
    private @Nullable String commitId;

    @SuppressWarnings("NullAway.Init")
    protected Patch() {}

    Patch(PostedPatch posted) {
        this.position = posted.position();
        this.messageId = posted.messageId().orElse(null);
        this.subject = posted.subject();
        this.authorName = posted.author().name();
        this.authorEmail = posted.author().email();
        this.authoredAt = posted.date()
                .orElse(OffsetDateTime.ofInstant(java.time.Instant.EPOCH, ZoneOffset.UTC))
                .toString();
        this.message = posted.message();
        this.diff = posted.diff();
        this.patchId = posted.patchId();
    }

    public int position() {
        return position;
    }

    public String subject() {
        return subject;
    }

    public String authorName() {
        return authorName;
    }

    public String authorEmail() {
        return authorEmail;
    }

    public OffsetDateTime authoredAt() {
        return OffsetDateTime.parse(authoredAt);
    }

    public String message() {
        return message;
    }

    public byte[] diff() {
        return diff;
    }

    /** What it became when the series was applied. */
    public Optional<String> commit() {
        return Optional.ofNullable(commitId);
    }

    /** The mail that has been posted of it. */
    void posted(PostedPatch mail) {
        this.messageId = mail.messageId().orElse(null);
    }

    void committed(String commit) {
        this.commitId = commit;
    }
}
