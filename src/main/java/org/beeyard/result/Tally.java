package org.beeyard.result;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.beeyard.job.Run;

/**
 * Adds a judged run to the days of its tests and, when it is a base's, to how they stand. In the caller's transaction, once a
 * run.
 */
@ApplicationScoped
class Tally {

    /**
     * Each test of the run with its first outcome and, where it was confirmed, the second; a retry hides what it repeats. One that was lost, for
     * whatever ran before it ended the suite, has no outcome and is not counted. One that does not fit and did has failed. A base
     * that gives another outcome than when it ran before shows the test flaky, as a rerun does; an old base that runs again says
     * nothing of how its tree stands now. Both tables are written in one statement: what it reads of the standing is from before.
     */
    private static final String ADD = """
            with seen as (
                 select a.job_id, r.test_id, r.variant_id, r.duration_ms,
                        case when r.status = -1 and has_fitted(r.test_id, ?2, r.variant_id) then 4 else r.status end as status,
                        a.id as attempt_id, a.number, a.purpose = 'CONFIRM' as again
                   from job j
                   join attempt a on a.job_id = j.id and a.state in ('PASSED', 'FAILED', 'TIMED_OUT')
                   join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date) and r.status <> 2
                  where j.run_id = ?1),
            first as (select distinct on (job_id, test_id) * from seen where not again order by job_id, test_id, number desc),
            second as (select distinct on (job_id, test_id) * from seen where again order by job_id, test_id, number desc),
            met as (
                 select test_id, coalesce(f.variant_id, s.variant_id) as variant_id, coalesce(f.duration_ms, s.duration_ms) as duration_ms,
                        coalesce(f.attempt_id, s.attempt_id) as attempt_id, coalesce(f.status, s.status) as first,
                        coalesce(s.status, f.status) as last, coalesce((f.status >= 2) <> (s.status >= 2), false) as flaky
                   from first f full join second s using (job_id, test_id)),
            day as (
                 insert into test_daily as d (test_id, tree_id, variant_id, day, pass, fail, skip, unfit, flaky, patched, patched_fail, timed, total_ms, failing_attempt)
                 select m.test_id, ?2, m.variant_id, ?3,
                        count(*) filter (where ?5 and m.last = 0),
                        count(*) filter (where ?5 and m.last >= 2 and not m.flaky),
                        count(*) filter (where ?5 and m.last = 1),
                        count(*) filter (where ?5 and m.last = -1),
                        count(*) filter (where m.flaky or ?5 and s.base_id = ?4 and (s.outcome >= 2) <> (m.last >= 2)),
                        count(*) filter (where not ?5),
                        count(*) filter (where not ?5 and m.last >= 2 and not m.flaky),
                        count(*) filter (where m.first not in (-1, 1, 2)),
                        coalesce(sum(m.duration_ms) filter (where m.first not in (-1, 1, 2)), 0),
                        max(m.attempt_id) filter (where m.first >= 2)
                   from met m
                   left join test_standing s on s.test_id = m.test_id and s.tree_id = ?2 and s.variant_id = m.variant_id
                  group by m.test_id, m.variant_id
                  order by m.test_id, m.variant_id
                 on conflict (test_id, tree_id, variant_id, day) do update
                    set pass = d.pass + excluded.pass, fail = d.fail + excluded.fail, skip = d.skip + excluded.skip, unfit = d.unfit + excluded.unfit,
                        flaky = d.flaky + excluded.flaky, patched = d.patched + excluded.patched,
                        patched_fail = d.patched_fail + excluded.patched_fail, timed = d.timed + excluded.timed,
                        total_ms = d.total_ms + excluded.total_ms,
                        failing_attempt = greatest(d.failing_attempt, excluded.failing_attempt))
            insert into test_standing as s (test_id, tree_id, variant_id, outcome, base_id, run_id, runs, since_base, since_run, since_at)
            select m.test_id, ?2, m.variant_id, max(m.last), ?4, ?1, 1, ?4, ?1, ?6
              from met m where ?5 group by m.test_id, m.variant_id order by m.test_id, m.variant_id
            on conflict (test_id, tree_id, variant_id) do update
               set outcome = excluded.outcome, base_id = excluded.base_id, run_id = excluded.run_id,
                   runs = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.runs + 1 else 1 end,
                   since_base = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.since_base else excluded.since_base end,
                   since_run = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.since_run else excluded.since_run end,
                   since_at = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.since_at else excluded.since_at end,
                   before_base = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.before_base else s.base_id end,
                   before_outcome = case when least(s.outcome, 2) = least(excluded.outcome, 2) then s.before_outcome else s.outcome end
             where excluded.base_id >= s.base_id
            """;

    private final EntityManager database;

    Tally(EntityManager database) {
        this.database = database;
    }

    void add(Run run, Instant now) {
        switch (run.kind()) {
            case BASE -> add(run, now, true);
            case SERIES -> add(run, now, false);
            case BISECT, PROBE -> {} // parts of a series, and no code at all: they tell nothing of a tree's tests
        }
    }

    private void add(Run run, Instant now, boolean base) {
        database.createNativeQuery(ADD)
                .setParameter(1, run.id())
                .setParameter(2, tree(run))
                .setParameter(3, LocalDate.ofInstant(now, ZoneOffset.UTC))
                .setParameter(4, run.baseId())
                .setParameter(5, base)
                .setParameter(6, now)
                .executeUpdate();
    }

    private long tree(Run run) {
        return ((Number) database.createNativeQuery("select tree_id from base where id = ?1")
                        .setParameter(1, run.baseId())
                        .getSingleResult())
                .longValue();
    }
}
