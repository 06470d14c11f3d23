-- Names come rarely and are looked for often: a list of names not yet sorted in makes the planner read the whole table.
do $$ begin
    if to_regclass('test_name_part') is not null then
        alter index test_name_part set (fastupdate = off);
        perform gin_clean_pending_list('test_name_part');
    end if;
end $$;
