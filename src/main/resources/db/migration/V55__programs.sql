-- What the verifier did to accept a program. Partitioned by week as test_result is; pages of bases read it by attempt.
create table program_effort (
    day          date not null,
    attempt_id   bigint not null,
    test_id      int not null,
    states       int, -- nothing where the runner was not asked
    instructions int,
    primary key (attempt_id, test_id, day)
) partition by range (day);

-- The programs of a judged run that are not as on its base, the worst first; a partition a week, by the day of the verdict.
create table program_change (
    day               date not null,
    run_id            bigint not null,
    place             int not null, -- from 0
    job_id            bigint not null,
    test_id           int not null,
    what              text not null, -- REFUSED GREW ADDED GONE SHRANK ACCEPTED
    base_states       int,
    states            int,
    base_instructions int,
    instructions      int,
    primary key (run_id, place, day)
) partition by range (day);

-- Of an attempt's tests, subtests not counted, when it has ended: a run's page does not count results.
alter table attempt
    add column passed  int,
    add column failed  int,
    add column skipped int;

-- What did not simply pass is looked at first, and there is little of it.
create index test_result_not_passed on test_result (attempt_id, test_id) where status > 0;

-- A part of a test's name finds it. The extension comes with PostgreSQL; where a server has it not, or does not give it, all names are read.
do $$ begin
    if exists (select 1 from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index test_name_part on test using gin (lower(test || '/' || subtest) gin_trgm_ops);
    end if;
exception when insufficient_privilege then
    raise warning 'the search for tests reads all names: the farm may not create the extension pg_trgm';
end $$;
