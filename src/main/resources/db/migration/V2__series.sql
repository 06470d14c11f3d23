create table topic (
    id         bigint generated always as identity primary key,
    key        text not null unique, -- hash of the change-id, or of submitter and title
    created_at timestamptz not null
);

create table series (
    id          bigint generated always as identity primary key,
    topic_id    bigint not null references topic,
    version     int not null,
    title       text not null,
    submitter   text not null,
    cover       text,
    tags        text[] not null,
    source      text not null,
    digest      text not null, -- of the patches' messages and diffs: the same series twice has the same
    received_at timestamptz not null,
    state       text not null,
    wanted_tree text,
    base_commit text,
    tree_reason text,
    base_id     bigint references base,
    head_commit text,
    delta_blob  text,
    delta_size  bigint,
    paths       text[],
    run_wanted  boolean not null default false, -- APPLIED, and no run has been made of it yet
    problem     text, -- why it is in CONFLICT or REJECTED, or what ALREADY_APPLIED means
    unique (topic_id, digest)
);
create index series_ready on series (id) where state = 'READY';
create index series_run_wanted on series (id) where run_wanted;
create index series_unapplied on series (id desc) where state in ('READY', 'CONFLICT', 'ALREADY_APPLIED', 'REJECTED');
create index series_of_topic on series (topic_id, id);

create table patch (
    id           bigint generated always as identity primary key,
    series_id    bigint not null references series,
    position     int not null,
    message_id   text,
    subject      text not null,
    author_name  text not null,
    author_email text not null,
    authored_at  text not null, -- with its offset, as the commit will have it
    message      text not null,
    diff         bytea not null,
    commit_id    text,
    unique (series_id, position)
);

-- Where a patch did not fit.
create table conflict (
    id        bigint generated always as identity primary key,
    series_id bigint not null references series,
    position  int not null,
    path      text not null,
    hunks     int[] not null,
    text      text not null
);
create index conflict_of_series on conflict (series_id);
