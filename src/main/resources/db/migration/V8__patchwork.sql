-- A configured Patchwork project, and how the last cycles went.
create table patchwork_source (
    name          text primary key,
    asked_at      timestamptz, -- when the last cycle began
    succeeded_at  timestamptz, -- when the last one without fault ended
    scanned_at    timestamptz, -- when all recent patches were looked at last
    requests      int not null default 0, -- of the last cycle
    error         text, -- of the last cycle
    failing_since timestamptz
);

-- One category of a project's events. Neither ids nor dates come in order: an overlap is read again, and what was seen in it is known.
create table patchwork_feed (
    source   text not null references patchwork_source,
    category text not null,
    newest   timestamp not null, -- the server's clock, UTC
    seen     bigint[] not null, -- ids of events not older than the overlap
    primary key (source, category)
);

-- A series that the server has told of, and what became of it.
create table patchwork_series (
    source    text not null references patchwork_source,
    id        bigint not null, -- Patchwork's
    state     text not null, -- WANTED, INCOMPLETE, IGNORED, TAKEN
    reason    text,
    name      text,
    web_url   text,
    series_id bigint references series,
    due_at    timestamptz not null,
    tries     int not null default 0,
    primary key (source, id)
);
create index patchwork_series_due on patchwork_series (source, due_at) where state = 'WANTED';
create index patchwork_series_waiting on patchwork_series (source, id desc) where state in ('WANTED', 'INCOMPLETE');
create index patchwork_series_of on patchwork_series (series_id);

create table patchwork_patch (
    source              text not null references patchwork_source,
    id                  bigint not null, -- Patchwork's
    patchwork_series_id bigint, -- unknown until somebody has asked
    message_id          text,
    position            int,
    state               text not null,
    delegate            text, -- number and name
    archived            boolean not null default false,
    due_at              timestamptz not null,
    tries               int not null default 0,
    primary key (source, id)
);
create index patchwork_patch_of on patchwork_patch (source, patchwork_series_id);
create index patchwork_patch_unknown on patchwork_patch (source, due_at) where patchwork_series_id is null;

-- Replies to known series that have not been read yet: they may ask for a retest.
create table patchwork_comment (
    source    text not null references patchwork_source,
    id        bigint not null, -- the event's
    address   text not null,
    series_id bigint not null references series,
    due_at    timestamptz not null,
    tries     int not null default 0,
    primary key (source, id)
);

-- A later version may be sent in reply to an earlier one.
alter table series
    add column message_id text, -- of the cover letter, or of the first patch
    add column depends_on text[] not null default '{}', -- message ids and change ids of series that come before
    add column change_id  text;
create index series_by_message on series (message_id);
create index series_by_title on series using hash (title);
create index series_by_change on series (change_id);
create index patch_by_message on patch (message_id);
