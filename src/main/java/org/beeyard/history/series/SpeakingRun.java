package org.beeyard.history.series;

/** The run that speaks for a series, for queries. */
final class SpeakingRun {

    private static final String MAY = "s.state in ('APPLIED', 'SUPERSEDED', 'CLOSED') and not s.run_wanted";

    /**
     * Joins {@code n}, the newest run of the series {@code s}, and {@code r}, the same as long as it speaks for it. What has been looked at
     * again since, from the start, speaks for itself until there is a run of that, and for good when it did not get as far.
     */
    static final String JOINED = """
            left join lateral (select * from run x where x.series_id = s.id and x.kind = 'SERIES' order by x.id desc limit 1) n on true
            left join lateral (select n.*) r on\s""" + MAY + "\n";

    /** Joins {@code r} as {@link #JOINED} does where it is in the state that is to be filled in: by the state, and not by all series. */
    static final String JOINED_IN_STATE =
            " join run r on r.series_id = s.id and r.kind = 'SERIES' and r.state = '%s' and " + MAY
                    + " and not exists (select 1 from run x where x.series_id = s.id and x.kind = 'SERIES' and x.id > r.id)";

    /** That none does. Each series is asked for itself: of an {@code exists} the planner would make a table of all runs. */
    static final String NONE = "not (" + MAY
            + " and (select x.id from run x where x.series_id = s.id and x.kind = 'SERIES' limit 1) is not null)";

    private SpeakingRun() {}
}
