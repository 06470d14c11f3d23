-- A configured GitHub repository, and how the last cycles went.
create table github_repository (
    name           text primary key, -- owner/name@host
    asked_at       timestamptz, -- when the last cycle began
    succeeded_at   timestamptz, -- when the last one without fault ended
    not_before     timestamptz, -- when all is looked at again
    pulls_until    timestamptz, -- of pull requests, all changes up to then are known; GitHub's clock
    comments_until timestamptz not null, -- of comments, likewise
    requests       int not null default 0, -- of the last cycle
    error          text, -- of the last cycle
    failing_since  timestamptz,
    web_url        text not null
);

create table github_pull (
    repository text not null references github_repository,
    number     int not null,
    title      text not null,
    author     text not null, -- a login
    web_url    text not null,
    open       boolean not null,
    head       text not null, -- that was dealt with last
    seen_at    timestamptz not null, -- when that was; GitHub's clock
    state      text not null, -- TAKEN, or IGNORED with a reason
    reason     text,
    series_id  bigint references series, -- of that head
    primary key (repository, number)
);

-- Each head that became a series.
create table github_version (
    series_id  bigint primary key references series,
    repository text not null,
    number     int not null,
    head       text not null,
    foreign key (repository, number) references github_pull
);
create index github_version_of on github_version (repository, head);

-- What GitHub has told, or a poll has found: each is a reason to look, dealt with once.
create table webhook_delivery (
    id          text primary key, -- GitHub's, or one of the farm's own
    repository  text not null references github_repository,
    kind        text not null, -- PULL, COMMENT, RERUN, LOOK
    number      int,    -- of the pull request
    comment_id  bigint,
    login       text,   -- who did it
    words       text,   -- of the comment; of the check that is to be run again its external id
    said_at     timestamptz, -- GitHub's clock
    received_at timestamptz not null,
    due_at      timestamptz not null,
    tries       int not null default 0,
    done_at     timestamptz,
    outcome     text    -- or why it was put off
);
create unique index webhook_delivery_comment on webhook_delivery (repository, comment_id) where comment_id is not null;
create index webhook_delivery_due on webhook_delivery (repository, due_at, received_at) where done_at is null;
create index webhook_delivery_done on webhook_delivery (done_at) where done_at is not null;
create index webhook_delivery_newest on webhook_delivery (repository, received_at);
create index github_pull_untested on github_pull (repository, number desc) where open;
