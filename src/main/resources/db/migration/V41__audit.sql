-- Who did what, written in the transaction of the act.
create table audit (
    id        bigint generated always as identity primary key,
    at        timestamptz not null,
    person_id bigint references person,    -- none: this machine, or nobody who is known
    token_id  bigint references api_token, -- by which it was done
    who       text not null,               -- as they were called then
    act       text not null,
    object    text not null,               -- pool local, run 17
    detail    text not null
);
create index audit_at on audit (at);
