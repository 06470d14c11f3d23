-- What is to be said of a series elsewhere, and what became of it: one row a place and context, the newest word wins.
create table publication (
    id            bigint generated always as identity primary key,
    destination   text not null, -- patchwork, mail
    source        text not null, -- of several servers of a kind, which
    object        text not null, -- there: a patch's number
    context       text not null,
    series_id     bigint not null references series,
    run_id        bigint references run,
    state         text not null, -- PENDING, SUCCESS, WARNING, FAIL
    description   text not null,
    target_url    text not null,
    status        text not null, -- WAITING, SENT, WITHHELD (there is no token), DEAD (a person has to look), DROPPED
    revision      int not null default 1, -- raised when there is another word to say
    shown         text, -- the state that the other side shows, as far as is known
    tries         int not null default 0,
    not_before    timestamptz not null,
    claimed_until timestamptz,
    changed_at    timestamptz not null,
    sent_at       timestamptz,
    verified_at   timestamptz, -- when the other side was last seen to show it
    error         text,
    unique (destination, source, object, context)
);
create index publication_waiting on publication (destination, not_before) where status = 'WAITING';
create index publication_verified on publication (verified_at) where status = 'SENT';
create index publication_trouble on publication (id desc) where status = 'DEAD' or (status = 'WAITING' and tries > 0);
create index publication_withheld on publication (destination, source) where status = 'WITHHELD';
create index publication_of_series on publication (series_id, id);
