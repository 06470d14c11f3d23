package org.beeyard.github;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the API says, as far as the farm needs it. PostgreSQL takes no NUL, so there is none. */
public final class Said {

    private Said() {}

    /**
     * A pull request.
     *
     * @param author a login; empty when the account is gone
     * @param head the newest commit
     * @param branch that leads to it, when it is one of the repository itself
     * @param base the branch that it is to go into
     * @param labels their names
     * @param commits over its base; empty where a list names it
     */
    public record Pull(
            int number,
            String title,
            String body,
            String author,
            String url,
            String head,
            Optional<String> branch,
            String base,
            Set<String> labels,
            boolean open,
            boolean merged,
            Instant updatedAt,
            Optional<Integer> commits) {
        public Pull {
            labels = Set.copyOf(labels);
            title = clean(title);
            body = clean(body);
        }
    }

    /** A branch, and where it leads. */
    public record Branch(String name, String head) {}

    /** A comment of a pull request or issue. */
    public record Comment(long id, int number, String author, String body, Instant createdAt, Instant updatedAt) {
        public Comment {
            body = clean(body);
        }
    }

    /** A check run or a commit status as it is shown. */
    public record Shown(
            long id, String name, String externalId, State state, String title, String url, int annotations) {}

    /** How a check is shown, as both check runs and commit statuses have it. */
    public enum State {
        PENDING,
        SUCCESS,
        /** What does not count against the change; statuses have no such state. */
        NEUTRAL,
        FAILURE,
        /** Somebody else's word. */
        OTHER
    }

    /** What a check run is to show. */
    public record Output(String title, String summary, String text) {}

    /** A failure at its place in the sources. */
    public record Annotation(String path, int line, String title, String message) {}

    /**
     * A check run that is to be.
     *
     * @param annotations to be added, at most {@value GithubClient#ANNOTATIONS}
     */
    public record CheckRun(
            String name,
            String head,
            String externalId,
            State state,
            String url,
            Output output,
            List<Annotation> annotations) {
        public CheckRun {
            annotations = List.copyOf(annotations);
        }
    }

    private static String clean(String text) {
        return text.replace("\0", "");
    }
}
