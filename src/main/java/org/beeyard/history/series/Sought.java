package org.beeyard.history.series;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.beeyard.job.RunState;
import org.beeyard.series.SeriesState;
import org.jspecify.annotations.Nullable;

/** The newest series that a filter lets through, as a query that reads no others where an index finds them. */
final class Sought {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private String joined = "";

    private Sought() {}

    static Sought by(SeriesList.Filter filter) {
        Sought sought = new Sought();
        sought.add("s.id < %s", filter.before());
        sought.add(
                "s.base_id in (select x.id from base x join tree y on y.id = x.tree_id where y.name = %s)",
                filter.tree());
        // The first finds by the index, which holds the title's words too; the second is what was asked.
        sought.add("words_of(s.title || ' ' || s.submitter) @@ asked_words(%s)", filter.author());
        sought.add("words_of(s.submitter) @@ asked_words(%s)", filter.author());
        sought.add("words_of(s.title || ' ' || s.submitter) @@ asked_words(%s)", filter.text());
        LocalDate since = filter.since();
        sought.add(
                "s.received_at >= %s",
                since == null ? null : since.atStartOfDay(ZoneOffset.UTC).toInstant());
        sought.state(filter.verdict());
        return sought;
    }

    /** Only conditions that ask something: behind "or it is null" no index would serve. */
    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            values.add(value);
            conditions.add(condition.formatted("?" + values.size()));
        }
    }

    /** Stands in the query as it is, so that a plan for states that are common is never one for those that are rare. */
    private void state(@Nullable String verdict) {
        if (verdict == null) {
            return;
        }
        if (isOne(SeriesState.values(), verdict)) {
            conditions.add("s.state = '" + verdict + "' and " + SpeakingRun.NONE);
        } else if (isOne(RunState.values(), verdict)) {
            joined = SpeakingRun.JOINED_IN_STATE.formatted(verdict);
        } else {
            conditions.add("false");
        }
    }

    private static boolean isOne(Enum<?>[] states, String name) {
        return Arrays.stream(states).anyMatch(state -> state.name().equals(name));
    }

    /** In brackets, to be read from. */
    String newest(int most) {
        return "(select s.* from series s" + joined
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                + " order by s.id desc limit " + most + ")";
    }

    Object[] values() {
        return values.toArray();
    }
}
