-- The base's run with which a series' was compared when it was judged; nothing if there was none.
alter table run
    add column compared_with bigint references run;

-- The base's run with which a series' was compared, or would be now: one that has run the same jobs, however the matrix has changed since; of
-- those the newest that has ended well, not older than the one that it was planned on.
create or replace function base_run_of(of_run bigint) returns bigint language sql stable as $$
    select case when r.kind = 'SERIES' and r.state in ('PASSED', 'WARNING', 'FAILED') then r.compared_with else (
        select b.id
          from run b
         where b.base_id = r.base_id and b.kind = 'BASE'
           and b.id >= coalesce(r.base_run, (select max(x.id) from run x where x.base_id = r.base_id and x.kind = 'BASE' and x.id < r.id), 0)
         order by (select count(*) from job j join jobs_of(r.id) o on o.name = j.name where j.run_id = b.id) desc,
                  b.state in ('PASSED', 'WARNING', 'FAILED') desc, b.id desc limit 1) end
      from run r
     where r.id = of_run
$$;

-- Of verdicts from before it is found out as it would be now.
update run r set compared_with = (
       select b.id
         from run b
        where b.base_id = r.base_id and b.kind = 'BASE' and b.state in ('PASSED', 'WARNING', 'FAILED')
          and b.id >= coalesce(r.base_run, 0) and b.created_at <= r.finished_at
        order by (select count(*) from job j join jobs_of(r.id) o on o.name = j.name where j.run_id = b.id) desc, b.id desc limit 1)
 where r.kind = 'SERIES' and r.state in ('PASSED', 'WARNING', 'FAILED');
