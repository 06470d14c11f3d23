-- What became of a commit is asked by scripts.
create index github_pull_head on github_pull (repository, head) where state = 'IGNORED';

-- A branch that is tested without a pull request.
create table github_branch (
    repository text not null references github_repository,
    name       text not null,
    open       boolean not null, -- it is there
    head       text not null, -- that was dealt with last
    state      text not null, -- TAKEN; IGNORED or LEFT with a reason
    reason     text,
    series_id  bigint references series, -- of that head
    primary key (repository, name)
);
alter table github_repository add column branches text; -- the patterns of the last poll
alter table github_pull add column branch text; -- of the repository itself
alter table github_pull add column base text; -- into which it was to go when the head was dealt with
alter table github_pull add column commits int; -- that it had over it
create index github_pull_branch on github_pull (repository, branch) where open and branch is not null;
alter table github_version alter column number drop not null;
alter table github_version add column branch text; -- of the repository itself

-- Answers to commands in comments, owed until they have been given.
create table github_reply (
    repository text not null references github_repository,
    comment_id bigint not null,
    number     int not null, -- of the pull request
    reply      text not null, -- DONE or REFUSED
    why        text not null, -- of a comment; empty when a reaction is enough
    said_at    timestamptz not null, -- the command; GitHub's clock
    due_at     timestamptz not null,
    tries      int not null default 0,
    ended_at   timestamptz,
    error      text, -- when it cannot be given
    primary key (repository, comment_id)
);
create index github_reply_due on github_reply (repository, due_at) where ended_at is null;
create index github_reply_ended on github_reply (ended_at) where ended_at is not null;
alter table github_repository add column losses_until timestamptz; -- of deliveries that failed, all are known up to then
