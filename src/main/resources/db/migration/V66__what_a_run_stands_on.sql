-- The base's run that a series' was planned on: what it is built on, and the oldest with which it may be compared. Nothing of runs from before.
alter table run
    add column base_run bigint references run;

-- The base's run with which a series' is compared: the newest that has ended well, not older than the one that it was planned on.
create or replace function base_run_of(of_run bigint) returns bigint language sql stable as $$
    select b.id
      from run r
      join run b on b.base_id = r.base_id and b.kind = 'BASE'
       and b.id >= coalesce(r.base_run, (select max(x.id) from run x where x.base_id = r.base_id and x.kind = 'BASE' and x.id < r.id), 0)
     where r.id = of_run
     order by b.state in ('PASSED', 'WARNING', 'FAILED') desc, b.id desc limit 1
$$;

-- The run that speaks for a base, however often it is run again.
create function run_of_base(of_base bigint) returns bigint language sql stable as $$
    select id from run where base_id = of_base and kind = 'BASE'
     order by state in ('PASSED', 'WARNING', 'FAILED') desc, id desc limit 1
$$;

-- A job's state as the verdict on a run has it: one that failed by what nobody is to blame for is a warning, one that passed may be what is to
-- blame, and programs that are refused, before and after, are no failure.
create function job_look(of_run bigint, of_job bigint) returns text language sql stable as $$
    select case when bool_or(f.verdict in ('NEW_FAILURE', 'MISSING', 'INFRASTRUCTURE')) then case when j.state = 'PASSED' then 'FAILED' else j.state end
                when bool_or(f.verdict <> 'FIXED') then 'WARNING'
                when count(f.id) > 0 or j.suite like 'veristat%' then 'PASSED'
                else j.state end
      from job j left join finding f on f.run_id = of_run and f.job_id = j.id
     where j.id = of_job group by j.id
$$;
