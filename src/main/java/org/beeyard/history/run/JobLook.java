package org.beeyard.history.run;

/** A job's state as the verdict of its run has it, for queries. */
public final class JobLook {

    /** A base has nothing to be compared with: what failed on it has failed, unless the tests that did only do not fit. */
    public static final String LOOK =
            "case when r.kind = 'SERIES' or l.look = 'PASSED' then coalesce(l.look, j.state) else j.state end";

    /** Joins {@code l}, of the job {@code j} of the run {@code r}, where the verdict may have made something else of its state. */
    public static final String JOINED = """
            left join lateral (
                 select job_look(r.id, j.id) as look where r.finished_at is not null and (j.state in ('FAILED', 'TIMED_OUT') or j.state = 'PASSED' and r.state = 'FAILED')) l on true
            """;

    private JobLook() {}
}
