package org.beeyard;

import org.jspecify.annotations.Nullable;

/** What becomes of series of which there are {@link PlayedRuns}, or none yet. */
public final class PlayedSeries {

    private final PlayedRows rows = new PlayedRows();

    /** Of the same change. */
    public long nextVersion(long series) {
        return rows.id(
                "insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, base_id) select topic_id, version + 1, title, submitter, '{}', 'upload', digest || ' again', now(), 'APPLIED', base_id from series where id = ?1 returning id",
                series);
    }

    /** Its author is said to be unknown. */
    public void hold(long series) {
        rows.change("update series set state = 'RECEIVED', held = true where id = ?1", series);
    }

    /** The farm is said to have nothing to test it with. */
    public void untestable(long series, String why) {
        rows.change(
                "update series set state = 'REJECTED', farms_fault = true, problem = ?2 where id = ?1", series, why);
    }

    /** The farm is said to have looked at it, again if there is a run of it, and not to have come as far as a run. */
    public void ended(long series, String state, String problem) {
        stands(series, state, problem);
    }

    /** Nobody is said to wait for it any more. */
    public void over(long series, String state, @Nullable String why) {
        stands(series, state, why);
    }

    private void stands(long series, String state, @Nullable String problem) {
        rows.change("update series set state = ?2, problem = cast(?3 as text) where id = ?1", series, state, problem);
    }
}
