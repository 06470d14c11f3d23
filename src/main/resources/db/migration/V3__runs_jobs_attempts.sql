create table run (
    id          bigint generated always as identity primary key,
    kind        text not null,
    base_id     bigint not null references base,
    series_id   bigint references series,
    state       text not null,
    sentence    text,
    created_at  timestamptz not null,
    finished_at timestamptz
);
-- A base is run once for a matrix, however many series wait for it: whoever plans holds the lock of the base's row.
create index run_of_base on run (base_id, id desc) where kind = 'BASE';
create index run_of_series on run (series_id, id desc);
create index run_unfinished on run (id) where state in ('PENDING', 'RUNNING');
create index run_newest on run (id desc);

create table job (
    id          bigint generated always as identity primary key,
    run_id      bigint not null references run,
    name        text not null,
    kind        text not null,
    arch        text not null,
    compiler    text not null,
    suite       text,
    pool        text not null,
    kernel_config text not null,
    tests       text[] not null, -- to build and run; empty for all
    deny        text[] not null, -- not to run
    state       text not null,
    since       timestamptz not null,
    finished_at timestamptz,
    sentence    text,
    unique (run_id, name)
);
create index job_blocked on job (id) where state = 'BLOCKED';

create table job_need (
    job_id   bigint not null references job,
    needs_id bigint not null references job,
    primary key (job_id, needs_id)
);
create index job_need_reverse on job_need (needs_id);

create table attempt (
    id           bigint generated always as identity primary key,
    job_id       bigint not null references job,
    number       int not null,
    purpose      text not null, -- FIRST, RETRY after an infrastructure error, CONFIRM of failures
    only_tests   text[],
    pool         text not null,
    state        text not null,
    fence        bigint not null, -- each change of state raises it; a writer with an old one is refused
    token_hash   text,
    created_at   timestamptz not null,
    not_before   timestamptz not null,
    started_at   timestamptz,
    running_at   timestamptz,
    finished_at  timestamptz,
    heartbeat_at timestamptz,
    deadline     timestamptz,
    step         text, -- what it is at, with units done of expected
    done         int,
    expected     int,
    reason       text, -- of an ERROR: an infrastructure reason
    sentence     text,
    host         text,
    accelerator  text,
    result_seq   int not null default 0,
    log_size     bigint not null default 0,
    log_dropped  bigint not null default 0,
    cpu_ms       bigint,
    unique (job_id, number)
);
create unique index attempt_token on attempt (token_hash);
create index attempt_queued on attempt (pool, not_before, id) where state = 'QUEUED';
create index attempt_live on attempt (pool) where state in ('STARTING', 'RUNNING', 'FINALIZING');
create index attempt_unfinished on attempt (pool, state) where finished_at is null;
create index attempt_of_job_name on attempt (job_id, id desc);

create table event (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    run_id     bigint references run,
    job_id     bigint references job,
    attempt_id bigint references attempt,
    what       text not null
);
create index event_of_run on event (run_id, id);
