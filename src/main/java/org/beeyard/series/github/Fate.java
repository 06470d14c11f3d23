package org.beeyard.series.github;

import java.util.Optional;
import org.beeyard.series.mail.PostedSeries;

/** What becomes of a head. */
sealed interface Fate {

    /** @param refusal a sentence; then there are no patches */
    record Version(PostedSeries posted, Optional<String> refusal) implements Fate {}

    /** @param reason as the end of a sentence */
    record Ignored(String reason) implements Fate {}
}
