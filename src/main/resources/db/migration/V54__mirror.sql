-- A tree whose series from Patchwork are shown as pull requests of a repository on GitHub, and how its copy there is.
create table mirror (
    tree          text not null,
    repository    text not null, -- owner/name@host
    web_url       text not null,
    active        boolean not null, -- whether it is configured
    base          text, -- the commit of <tree>_base, as far as is known
    due_at        timestamptz not null, -- when the tree is looked at again
    seen_at       timestamptz, -- when the branch was seen there last
    succeeded_at  timestamptz, -- when something was asked or done there last without a fault
    error         text,
    failing_since timestamptz,
    primary key (tree, repository)
);

-- A change, of which GitHub is to show the newest version. What is there is known only as far as it was seen or answered.
create table mirror_pull (
    id         bigint generated always as identity primary key,
    topic_id   bigint not null references topic,
    tree       text not null,
    repository text not null,
    branch     text not null,
    series_id  bigint references series, -- the version that is shown
    head       text, -- the branch's commit
    intended   text, -- what is being pushed to it: after an answer that was lost it may be there
    content    text, -- of the patches that were pushed
    conflicted boolean not null default false, -- whether a version has come since that does not apply
    number     int, -- of the pull request
    web_url    text,
    abandoned  int, -- of one that could not be reopened
    open       boolean not null default false,
    closed_at  timestamptz, -- when it was first seen closed
    remark     text, -- the last comment, by its name
    reason     text, -- why it is not open
    due_at     timestamptz, -- when it is looked at again
    revision   int not null default 1, -- raised when the series changes
    tries      int not null default 0,
    error      text,
    unique (topic_id, tree, repository),
    unique (repository, branch),
    foreign key (tree, repository) references mirror
);
create index mirror_pull_due on mirror_pull (tree, repository, due_at) where due_at is not null;
create index mirror_pull_of_series on mirror_pull (series_id);
create index mirror_pull_trouble on mirror_pull (tree, repository, id desc) where error is not null;
create index mirror_pull_by_number on mirror_pull (repository, number);
create index mirror_pull_by_head on mirror_pull (repository, head);
