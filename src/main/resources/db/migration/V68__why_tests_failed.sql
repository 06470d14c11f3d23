-- The lines of an excerpt that say why a test failed; nothing when it is so short that all of it is seen at once, and of excerpts from before.
alter table result_detail add column why text;
alter table finding add column why text;

-- The beginning and the end of a text that is longer than that: of what a test says the reason often comes last.
create function shortened(words text, most int) returns text language sql immutable as $$
    select case when length(words) > most
                then left(words, most / 4) || E'\n[… ' || length(words) - most / 4 * 4 || E' characters left out]\n' || right(words, most / 4 * 3)
                else words end
$$;
