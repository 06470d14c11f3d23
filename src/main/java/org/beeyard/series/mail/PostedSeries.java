package org.beeyard.series.mail;

import java.util.List;
import java.util.Optional;

/**
 * A series as it was posted, in order.
 *
 * @param title the cover letter's, or the first patch's
 * @param tags of the subject, such as {@code bpf-next}, in lower case
 * @param changeId the {@code change-id:} trailer that b4 writes, when there is one
 * @param baseCommit the {@code base-commit:} trailer, when there is one
 */
public record PostedSeries(
        String title,
        Author submitter,
        int version,
        List<String> tags,
        Optional<String> cover,
        Optional<String> changeId,
        Optional<String> baseCommit,
        List<PostedPatch> patches) {

    public PostedSeries {
        tags = List.copyOf(tags);
        patches = List.copyOf(patches);
    }
}
