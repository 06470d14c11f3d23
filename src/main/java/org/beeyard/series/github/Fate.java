package org.beeyard.series.github;

import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.mail.PostedSeries;

/** What becomes of a head. */
sealed interface Fate {

    /** @param start when it is not tested there are no patches: they were not read, or not taken */
    record Version(PostedSeries posted, Start start) implements Fate {}

    /** @param reason as the end of a sentence */
    record Ignored(String reason) implements Fate {}
}
