-- A suite may be split over several VMs, each an attempt of the same job.
alter table attempt
    add column shard  smallint not null default 1,
    add column shards smallint not null default 1,
    add column share  text[] not null default '{}'; -- the tests that it runs; of the first shard those that the others run
