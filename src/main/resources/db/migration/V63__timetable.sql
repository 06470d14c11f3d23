-- When the farm looks at a tree by itself.
create table timetable (
    tree    text not null,
    errand  text not null, -- LOOK whether there is a new base to run, AGAIN the newest base is run
    how     text not null, -- as the configuration has it
    due_at  timestamptz not null,
    base_id bigint references base, -- for which it was done last
    problem text, -- why it could not be done last time
    primary key (tree, errand)
);
create index timetable_due on timetable (due_at);

alter table base
    add column run_wanted text; -- NEW: when it has no run yet, AGAIN: when none is under way
create index base_run_wanted on base (id) where run_wanted is not null;

-- The base's run with which a series' is compared: the newest that has ended well; of those that were planned before it only the last.
create function base_run_of(of_run bigint) returns bigint language sql stable as $$
    select b.id
      from run r
      join run b on b.base_id = r.base_id and b.kind = 'BASE'
       and b.id >= coalesce((select max(x.id) from run x where x.base_id = r.base_id and x.kind = 'BASE' and x.id < r.id), 0)
     where r.id = of_run
     order by b.state in ('PASSED', 'WARNING', 'FAILED') desc, b.id desc limit 1
$$;

create or replace function pinned_runs() returns setof bigint language sql stable as $$
    with recursive kept (id) as (
         select id from run where pinned_at is not null
         union
         select o.id from kept k cross join lateral (
                select r.retest_of as id from run r where r.id = k.id and r.retest_of is not null
                union all
                select base_run_of(r.id) from run r where r.id = k.id and r.kind <> 'BASE'
                union all
                select n.run_id from job j join job_need d on d.job_id = j.id join job n on n.id = d.needs_id where j.run_id = k.id) o
          where o.id is not null)
    select id from kept
$$;
