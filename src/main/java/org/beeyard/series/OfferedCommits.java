package org.beeyard.series;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.ByteSize;
import org.beeyard.series.mail.Author;

/** Reads what a ref in a repository elsewhere has over its base. An IOException means that it cannot be read now. */
public interface OfferedCommits {

    Range read(Offer offer) throws IOException;

    /**
     * @param url of the repository
     * @param ref by its full name
     * @param head the commit that the ref is expected to lead to, 40 hexadecimal digits
     * @param commits how many it has over its base, at least one
     * @param secret that the repository's server wants to see
     */
    record Offer(String url, String ref, String head, int commits, Optional<String> secret, Bounds most) {

        @Override
        public String toString() {
            return ref + " of " + url;
        }
    }

    /**
     * Of what is taken.
     *
     * @param patch of one commit, and of each file that it changes
     * @param patches of all
     * @param fetched what git sends
     */
    record Bounds(ByteSize patch, ByteSize patches, ByteSize fetched) {}

    sealed interface Range {

        /** @param base what the first commit stands on */
        record Commits(String base, List<Commit> oldestFirst) implements Range {
            public Commits {
                oldestFirst = List.copyOf(oldestFirst);
            }
        }

        /** A merge commit is among them. */
        record Merging(String commit, String subject) implements Range {}

        /** @param problem a sentence: which bound it exceeds */
        record TooMuch(String problem) implements Range {}

        /** The ref leads elsewhere by now, or is gone. */
        record Moved() implements Range {}
    }

    /**
     * @param paths that it touches
     * @param diff as git writes it, with whole object names
     */
    record Commit(String id, String message, Author author, OffsetDateTime date, List<String> paths, byte[] diff) {
        public Commit {
            paths = List.copyOf(paths);
        }

        public String subject() {
            return message.lines().findFirst().orElse("");
        }
    }
}
