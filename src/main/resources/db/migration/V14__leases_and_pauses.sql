-- Of several replicas of a farm one polls, applies and compares: whoever holds the row, by the database's clock.
create table lease (
    name       text primary key,
    owner      text not null,
    fence      bigint not null, -- raised with each owner; a writer with an old one is refused
    expires_at timestamptz not null
);

-- Pools that start nothing now.
create table pool_pause (
    pool       text primary key,
    since      timestamptz, -- none when it was resumed
    reason     text,
    resumed_at timestamptz  -- what ended before counts no more
);
create index attempt_finished on attempt (finished_at) where finished_at is not null;
