-- When a series was dealt with, or given up: those that were are listed, the last one first.
alter table patchwork_series
    add column settled_at timestamptz;
-- At the last try in vain a next one is put off for 64 minutes.
update patchwork_series set settled_at = due_at - interval '64 minutes' where state = 'LOST';
create index patchwork_series_lost on patchwork_series (source, settled_at desc, id desc) where state = 'LOST';
