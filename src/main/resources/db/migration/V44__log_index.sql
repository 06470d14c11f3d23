-- When the farm had it, which is within a second or two of when it was printed.
alter table log_segment add column arrived_at timestamptz;

-- Where lines of a log begin. Made of the log when it is looked at and when its attempt ends; may be emptied at any time.
create table log_index (
    attempt_id bigint primary key references attempt,
    covered    bigint not null, -- bytes that have been looked at
    lines      bigint not null, -- complete ones in them
    line_end   bigint not null, -- the offset behind these
    places     bytea not null   -- pairs of 8-byte numbers: a line and its offset, about one pair for 64 KiB
);

-- Lines that people look for: steps of the agent, errors. Bounded for each attempt; to be emptied only with log_index.
create table log_mark (
    attempt_id   bigint not null references attempt,
    line         bigint not null,
    start_offset bigint not null,
    kind         text not null,
    text         text not null,
    at           timestamptz,
    primary key (attempt_id, line)
);
