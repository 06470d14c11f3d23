-- Whether a series is REJECTED because the farm cannot test it, whatever it is.
alter table series add column farms_fault boolean not null default false;
