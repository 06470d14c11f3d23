-- What a test gave on before_base: that it did not fail there is not that it passed. Nothing where that is not known any more.
alter table test_standing
    add column before_outcome smallint;

-- A test that was never left out, and did always fit, has either passed or failed before.
update test_standing s
   set before_outcome = case when s.outcome >= 2 then 0 else 4 end
 where s.before_base is not null and (s.outcome = 0 or s.outcome >= 2)
   and not exists (select 1 from test_daily d
                    where d.test_id = s.test_id and d.tree_id = s.tree_id and d.variant_id = s.variant_id and (d.skip > 0 or d.unfit > 0));
