-- What goes on by itself in a replica, as it tells every few seconds: when it was last all right. A replica that stops takes its rows with it.
create table loop (
    replica       text not null,
    name          text not null,
    every_seconds bigint not null,
    since         timestamptz not null, -- the replica's first word of it
    succeeded_at  timestamptz,
    failed_at     timestamptz,
    error         text, -- of the last failure
    told_at       timestamptz not null,
    primary key (replica, name)
);
