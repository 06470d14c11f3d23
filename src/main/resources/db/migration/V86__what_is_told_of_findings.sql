-- The findings that count: of jobs, of tests as a whole, and of subtests that fail anew while of their test nothing is new. Any other subtest is
-- told under its test.
create view told_finding as
select id, run_id, job_id, test_id, verdict, title
  from (select f.id, f.run_id, f.job_id, f.test_id, f.verdict, f.title, coalesce(t.subtest, '') = '' as whole,
               bool_or(t.subtest = '' and f.verdict in ('NEW_FAILURE', 'MISSING')) over (partition by f.run_id, f.job_id, t.suite, t.test) as fresh
          from finding f left join test t on t.id = f.test_id) x
 where whole or verdict in ('NEW_FAILURE', 'MISSING') and not fresh;
