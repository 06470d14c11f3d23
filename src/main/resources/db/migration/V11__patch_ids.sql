-- What git patch-id --stable says of a patch: later series name those that they come after by it.
alter table patch
    add column patch_id text not null default '';
create index patch_by_id on patch (patch_id) where patch_id <> '';
