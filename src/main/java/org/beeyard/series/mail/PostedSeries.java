package org.beeyard.series.mail;

import java.util.List;
import java.util.Optional;

/**
 * A series as it was posted, in order.
 *
 * @param title the cover letter's, or the first patch's
 * @param messageId of the cover letter, or of the first patch
 * @param inReplyTo the mail that this one answers
 * @param tags of the subject, such as {@code bpf-next}, in lower case
 * @param changeId the {@code change-id:} trailer that b4 writes, when there is one
 * @param baseCommit the {@code base-commit:} trailer, when there is one
 * @param dependsOn what {@code Depends-on:} and {@code prerequisite-*:} trailers name: message ids as they are, change ids after
 *     {@value #CHANGE}, patch ids after {@value #PATCH}
 */
public record PostedSeries(
        String title,
        Author submitter,
        Optional<String> messageId,
        Optional<String> inReplyTo,
        int version,
        List<String> tags,
        Optional<String> cover,
        Optional<String> changeId,
        Optional<String> baseCommit,
        List<String> dependsOn,
        List<PostedPatch> patches) {

    public static final String CHANGE = "change-id ";
    public static final String PATCH = "patch-id ";

    public PostedSeries {
        dependsOn = List.copyOf(dependsOn);
        tags = List.copyOf(tags);
        patches = List.copyOf(patches);
    }

    /** The same as another version. */
    public PostedSeries as(int number) {
        return new PostedSeries(
                title, submitter, messageId, inReplyTo, number, tags, cover, changeId, baseCommit, dependsOn, patches);
    }
}
