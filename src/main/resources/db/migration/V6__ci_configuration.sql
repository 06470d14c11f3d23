-- A base is a commit together with the CI configuration that is laid over it.
alter table base
    add column ci_commit  text not null default '', -- of the CI configuration; empty without one
    add column ci_blob    text, -- its folder of configurations and lists, tar.zst
    add column ci_size    bigint,
    add column ci_skipped text[] not null default '{}', -- its patches that do not apply, with the reason
    drop constraint base_tree_id_commit_id_key,
    add unique (tree_id, commit_id, ci_commit);
alter table series
    add column ci_skipped text[] not null default '{}';
