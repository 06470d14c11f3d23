package org.beeyard.patchwork;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Patchwork's API says, as far as the farm listens (API 1.2 and 1.3,
 * https://patchwork.readthedocs.io/en/latest/api/rest/). Dates are UTC without a zone.
 */
public final class Said {

    private Said() {}

    /** The server may leave out anything; without these an answer means nothing. */
    private static void present(@Nullable Object... parts) {
        for (Object part : parts) {
            if (part == null) {
                throw new IllegalArgumentException("a part that must be there is missing");
            }
        }
    }

    /** A mention of a series, patch or cover letter. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ref(
            long id,
            @Nullable String msgid,
            @Nullable String mbox,
            @JsonProperty("web_url") @Nullable String webUrl) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record User(long id, @Nullable String username) {}

    /** @param category a word such as {@code series-completed}, which says what of the payload is there */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Event(long id, String category, LocalDateTime date, Payload payload) {
        public Event {
            present(category, date, payload);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Payload(
            @Nullable Ref series,
            @Nullable Ref patch,
            @Nullable Ref cover,
            @Nullable CommentRef comment,
            @JsonProperty("previous_state") @Nullable String previousState,
            @JsonProperty("current_state") @Nullable String currentState,
            @JsonProperty("current_delegate") @Nullable User currentDelegate) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CommentRef(long id, @Nullable String url) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Project(@JsonProperty("link_name") String linkName) {
        public Project {
            present(linkName);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Sender(@Nullable String name, @Nullable String email) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Series(
            long id,
            Project project,
            @Nullable String name,
            @Nullable Sender submitter,
            int version,
            int total,
            @JsonProperty("received_total") int receivedTotal,
            @JsonProperty("received_all") boolean receivedAll,
            @JsonProperty("web_url") @Nullable String webUrl,
            String mbox,
            @JsonProperty("cover_letter") @Nullable Ref coverLetter) {
        public Series {
            present(project, mbox);
        }
    }

    /** @param date of its mail: what the sender's clock said */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Patch(
            long id,
            String msgid,
            LocalDateTime date,
            @Nullable String name,
            String state,
            boolean archived,
            @Nullable User delegate,
            @JsonProperty("pull_url") @Nullable String pullUrl,
            List<Ref> series) {

        public Patch {
            present(msgid, date, state, series);
            series = List.copyOf(series);
        }

        public Optional<Long> seriesId() {
            return series.stream().findFirst().map(Ref::id);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Person(String email) {
        public Person {
            present(email);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Comment(long id, Person submitter, String content) {
        public Comment {
            present(submitter, content);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Check(
            String context,
            String state,
            @Nullable String description,
            @JsonProperty("target_url") @Nullable String targetUrl) {
        public Check {
            present(context, state);
        }
    }
}
