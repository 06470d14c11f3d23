-- Which patch of a series brings a job's new failures: runs of the first n patches, until one is left.
create table bisection (
    id       bigint generated always as identity primary key,
    run_id   bigint not null unique references run, -- that found the failures
    job_id   bigint not null references job, -- where
    tests    text[] not null, -- that fail; empty when the kernel does not build
    good     int not null, -- so many patches are good, 0 is the base
    bad      int not null, -- so many are not
    at       int, -- so many are being tried
    step_run bigint references run,
    steps    int not null default 0,
    state    text not null, -- RUNNING, FOUND, GIVEN_UP
    sentence text
);
create index bisection_running on bisection (id) where state = 'RUNNING';

alter table run
    add column patches    int, -- of a step of a bisection: so many of the series' patches
    add column delta_blob text,
    add column delta_size bigint,
    add column paths      text[];
alter table job
    add column only_tests text[]; -- all its attempts run no others
