-- A probe of the pools is a run without a base.
alter table run alter column base_id drop not null;
