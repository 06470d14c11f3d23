package org.beeyard.web.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.beeyard.history.job.JobDetail;
import org.beeyard.web.log.LogView;
import org.jspecify.annotations.Nullable;

/**
 * A job with what its attempts' logs tell.
 *
 * @param attempts the newest first, as in {@code job}
 * @param tail where the newest attempt's log ends as yet, nothing when it is written no more
 */
record JobView(
        @JsonUnwrapped JobDetail job,
        @Nullable FirstFailure firstFailure,
        List<Told> timelines,
        @JsonIgnore @Nullable Tail tail) {

    record Told(@JsonIgnore JobDetail.AttemptRow row, long attempt, Timeline timeline) {}

    record Tail(long attempt, List<LogView.Row> lines, String next) {}
}
