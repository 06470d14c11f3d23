-- Which tests and subtests an attempt has reported, whatever their order, with those of other VMs added by #: two runs with the same number
-- have the same tests, and nothing has to be looked through for those that one of them has not. Nothing of attempts from before.
alter table attempt add column test_set bigint;

-- Series that wait until a member has approved them: few, and the home page counts them.
create index series_unapproved on series (id desc) where state = 'RECEIVED';
