-- What a place tells of an attempt, a cluster of its pod, is kept when the attempt ends: the place forgets it soon.
alter table event add column place boolean not null default false;
create index event_of_place on event (attempt_id) where place;
