-- A run of some jobs only, on the same base: for the other jobs stands what the run before it found.
alter table run add retest_of bigint references run;
create index run_retest_of on run (retest_of) where retest_of is not null;

create function jobs_of(of_run bigint) returns setof job language sql stable as $$
    with recursive runs (id, retest_of, steps) as (
         select r.id, r.retest_of, 0 from run r where r.id = of_run
         union all select r.id, r.retest_of, n.steps + 1 from runs n join run r on r.id = n.retest_of)
    select (j).* from (select distinct on (j.name) j from runs n join job j on j.run_id = n.id order by j.name, n.steps) newest
$$;
