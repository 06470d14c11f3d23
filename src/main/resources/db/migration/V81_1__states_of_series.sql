-- Series are listed by their state, or by that of the run that speaks for them, the newest first: a rare one must not read all others.
create index series_in_state on series (state, id desc);
drop index series_unapproved;
create index run_of_series_in_state on run (state, series_id desc) where kind = 'SERIES';
