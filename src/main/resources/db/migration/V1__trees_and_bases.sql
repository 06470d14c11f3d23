create table tree (
    id         bigint generated always as identity primary key,
    name       text not null unique,
    created_at timestamptz not null
);

-- One commit of a tree that the farm has adopted as a starting point.
create table base (
    id           bigint generated always as identity primary key,
    tree_id      bigint not null references tree,
    commit_id    text not null,
    subject      text not null,
    committed_at timestamptz not null,
    adopted_at   timestamptz not null,
    source_blob  text, -- all files of the commit, tar.zst
    source_size  bigint,
    unique (tree_id, commit_id)
);
create index base_newest on base (tree_id, id desc);
