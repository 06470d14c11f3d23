-- A repository that holds a part of the kernel is built with a base of a kernel's tree, and pinned to it.
alter table base
    add column kind       text not null default 'KERNEL', -- KERNEL, LIBBPF, BPFTOOL
    add column kernel_id  bigint references base,
    add column delta_blob text, -- what makes its sources out of that base's, tar
    add column delta_size bigint;
alter table base drop constraint base_tree_id_commit_id_ci_commit_key;
create unique index base_once on base (tree_id, commit_id, ci_commit, coalesce(kernel_id, 0));
