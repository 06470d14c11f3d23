-- What a job runs when its suite is a script of the CI configuration, and whether what it finds counts.
alter table job
    add column script_path    text,
    add column script_where   text, -- VM, SOURCE
    add column script_report  text, -- EXIT, KTAP, JSON
    add column script_seconds int,  -- 0 for as long as the pool allows
    add column blocking       boolean not null default true;
