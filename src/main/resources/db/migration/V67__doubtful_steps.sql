-- Until then what GitHub was last asked for may yet be carried out, without anybody's hearing of it: nobody looks at the change before.
alter table mirror_pull add column doubtful_until timestamptz;
