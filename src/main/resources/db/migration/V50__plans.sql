-- As V42 has it; with the runs in an array, which the planner takes for few, it goes by the index and not through all jobs.
-- A retest's number is above that of the run before it.
create or replace function jobs_of(of_run bigint) returns setof job language sql stable as $$
    select (j).* from (
         select distinct on (j.name) j from job j
          where j.run_id = any(array(
                with recursive runs (id, retest_of) as (
                     select r.id, r.retest_of from run r where r.id = of_run
                     union all select r.id, r.retest_of from runs n join run r on r.id = n.retest_of)
                select id from runs))
          order by j.name, j.run_id desc) newest
$$;

-- What a rule would have hidden is looked for among new failures, and these are few.
create index finding_new on finding (test_id, run_id) where coalesce(raw_verdict, verdict) in ('NEW_FAILURE', 'MISSING');
