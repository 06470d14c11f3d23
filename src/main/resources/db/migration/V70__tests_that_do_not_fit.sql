-- A test that does not fit the kernel is neither good nor broken: test_result and test_standing have it as -1, and it is counted by itself.
alter table attempt
    add column unfit int;
alter table test_daily
    add column unfit int not null default 0; -- on bases alone

drop index test_result_not_passed;
create index test_result_not_passed on test_result (attempt_id, test_id) where status <> 0;

-- As before; tests that do not fit, before and after, are no failure.
create or replace function job_look(of_run bigint, of_job bigint) returns text language sql stable as $$
    select case when bool_or(f.verdict in ('NEW_FAILURE', 'MISSING', 'INFRASTRUCTURE')) then case when j.state = 'PASSED' then 'FAILED' else j.state end
                when bool_or(f.verdict not in ('FIXED', 'UNFIT')) then 'WARNING'
                when count(f.id) > 0 or j.suite like 'veristat%' then 'PASSED'
                else j.state end
      from job j left join finding f on f.run_id = of_run and f.job_id = j.id
     where j.id = of_job group by j.id
$$;

-- Whether a test has passed on a base of the tree, so that it is a failure there that it does not fit any more.
create function has_fitted(of_test int, on_tree bigint, in_variant int) returns boolean language sql stable as $$
    select exists (select 1 from test_daily where test_id = of_test and tree_id = on_tree and variant_id = in_variant and pass > 0)
$$;
