-- What is thrown away when it is old: each kind of work goes its rounds.
create table retention (
    work          text primary key,
    began_at      timestamptz not null, -- the last round; while it has not ended it goes on where it was
    ended_at      timestamptz,
    removed       bigint not null, -- in the last round
    freed         bigint not null, -- bytes, likewise
    error         text,            -- of the last round
    failing_since timestamptz,
    all_removed   bigint not null, -- ever
    all_freed     bigint not null,
    place         bigint not null default 0, -- for work that goes through a table: where it goes on
    gone_until    date             -- of results: those of earlier days are gone
);

alter table run
    add column pinned_at         timestamptz, -- its logs and artifacts stay
    add column pinned_by         text,
    add column artifacts_gone_at timestamptz; -- nothing can be compared with it or built on it any more
create index run_pinned on run (id) where pinned_at is not null;
create index run_old on run (finished_at) where artifacts_gone_at is null;

alter table attempt add column log_gone_at timestamptz;
create index attempt_old_log on attempt (finished_at) where log_size > 0 and log_gone_at is null;

-- When somebody was last promised its sources.
alter table base add column wanted_at timestamptz;

-- Pinned runs, what their other jobs' outcomes are from, what they are compared with and what they are built on.
create function pinned_runs() returns setof bigint language sql stable as $$
    with recursive kept (id) as (
         select id from run where pinned_at is not null
         union
         select o.id from kept k cross join lateral (
                select r.retest_of as id from run r where r.id = k.id and r.retest_of is not null
                union all
                (select b.id from run r join run b on b.base_id = r.base_id and b.kind = 'BASE'
                  where r.id = k.id and r.kind <> 'BASE' order by b.id desc limit 1)
                union all
                select n.run_id from job j join job_need d on d.job_id = j.id join job n on n.id = d.needs_id where j.run_id = k.id) o)
    select id from kept
$$;

create index test_result_detail on test_result (detail_id) where detail_id is not null;
create index run_on_base on run (base_id);
