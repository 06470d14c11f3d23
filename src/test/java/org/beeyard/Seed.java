package org.beeyard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A farm that has worked for ninety days: three trees, a base for every eighteen series, three architectures, a suite of
 * {@code tests} tests with three subtests each on all of them, and programs on one. Written past the program, in the shapes that it writes.
 */
public record Seed(int runs, int tests) {

    private static final int DAYS = 90;
    private static final int PORTION = 50;

    /** Series that are tested once more. */
    private static final int UNDER_WAY = 3;

    /** @param done is told the runs that are there */
    public void into(Connection connection, IntConsumer done) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement sql = connection.createStatement()) {
            weeks(sql);
            sql.execute("""
                    insert into tree (name, created_at) select 'seeded-' || n, now() from generate_series(0, 2) n;
                    insert into variant (arch, compiler, accelerator) select a, 'gcc', 'TCG' from unnest(array['x86_64', 'aarch64', 's390x']) a on conflict do nothing;
                    insert into test (suite, test, subtest)
                    select 'test_progs', 'seeded_' || t, case s when 0 then '' else 'case ' || s end from generate_series(1, %1$d) t, generate_series(0, 3) s;
                    insert into test (suite, test, subtest) select 'test_verifier', 'known of old ' || n, '' from generate_series(1, 4000) n;
                    insert into test (suite, test, subtest) select 'veristat', 'seeded.bpf.o:program_' || n, '' from generate_series(1, %1$d) n;
                    create table seed_run (run_id bigint primary key, n int, at timestamptz, tree_id bigint, base_id bigint, is_base boolean);
                    """.formatted(tests));
            for (int from = 0; from < runs; from += PORTION) {
                portion(sql, from, Math.min(runs, from + PORTION));
                done.accept(Math.min(runs, from + PORTION));
            }
            sum(sql);
        }
    }

    private static void weeks(Statement sql) throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate monday = today.minusDays(DAYS + 1).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (; !monday.isAfter(today.plusDays(1)); monday = monday.plusWeeks(1)) {
            for (String table : List.of("test_result", "program_effort", "program_change")) {
                sql.execute("create table if not exists " + table + "_"
                        + monday.toString().replace("-", "") + " partition of " + table + " for values from ('" + monday
                        + "') to ('" + monday.plusWeeks(1) + "')");
            }
        }
    }

    /** Every nineteenth run of a tree is its next base's. */
    private void portion(Statement sql, int from, int to) throws SQLException {
        sql.execute("""
                create temp table n as
                select i as n, i %% 3 as tree, i / 3 as of_tree, (i / 3) / 19 as base, (i / 3) %% 19 = 0 as is_base,
                       now() - interval '%1$d days' * (%2$d - i) / %2$d as at
                  from generate_series(%3$d, %4$d - 1) i;
                insert into base (tree_id, commit_id, subject, committed_at, adopted_at)
                select t.id, encode(sha256(('seeded ' || n.n)::bytea), 'hex'), 'bpf: Base ' || n.base, n.at, n.at
                  from n join tree t on t.name = 'seeded-' || n.tree where n.is_base order by n.n;
                insert into topic (key, created_at) select 'seeded ' || n.n, n.at from n where not n.is_base;
                insert into series (topic_id, version, title, submitter, tags, source, digest, received_at, state, base_id, head_commit)
                select p.id, 1 + n.n %% 4, 'bpf: Teach the verifier of part ' || n.n, 'Author ' || n.n %% 211 || ' <a' || n.n %% 211 || '@example.org>', '{bpf-next}',
                       'upload', 'seeded ' || n.n, n.at, 'APPLIED', (select max(b.id) from base b join tree t on t.id = b.tree_id where t.name = 'seeded-' || n.tree),
                       encode(sha256(('head ' || n.n)::bytea), 'hex')
                  from n join topic p on p.key = 'seeded ' || n.n order by n.n;
                insert into patchwork_source (name) values ('seeded@patchwork.example') on conflict do nothing;
                insert into patchwork_series (source, id, state, reason, series_id, due_at, settled_at)
                select 'seeded@patchwork.example', n.n, case when n.n %% 50 = 1 then 'LOST' else 'TAKEN' end, case when n.n %% 50 = 1 then 'It is so.' end,
                       case when n.n %% 50 <> 1 then s.id end, n.at, n.at
                  from n join topic p on p.key = 'seeded ' || n.n join series s on s.topic_id = p.id;
                insert into mirror (tree, repository, web_url, active, due_at)
                select t.name, 'seeded/linux@github.example', 'https://github.example/seeded/linux', true, now() from tree t where t.name like 'seeded-%%' on conflict do nothing;
                insert into mirror_pull (topic_id, tree, repository, branch, series_id, head, number, web_url, open, error)
                select p.id, 'seeded-' || n.tree, 'seeded/linux@github.example', 'series/' || p.id || '=>seeded-' || n.tree, s.id, s.head_commit, p.id,
                       'https://github.example/seeded/linux/pull/' || p.id, true, case when n.n %% 50 = 1 then 'It is so.' end
                  from n join topic p on p.key = 'seeded ' || n.n join series s on s.topic_id = p.id;
                insert into patch (series_id, position, subject, author_name, author_email, authored_at, message, diff)
                select s.id, p, 'bpf: Patch ' || p, 'Author', 'a@example.org', '2026-02-02T10:00:00+00:00', 'Words.', 'diff --git a/x b/x'
                  from n join topic o on o.key = 'seeded ' || n.n join series s on s.topic_id = o.id, generate_series(1, 4) p;
                with made as (
                     insert into run (kind, base_id, series_id, state, sentence, created_at, finished_at)
                     select case when n.is_base then 'BASE' else 'SERIES' end,
                            (select max(b.id) from base b join tree t on t.id = b.tree_id where t.name = 'seeded-' || n.tree),
                            s.id, case when n.n %% 5 = 1 then 'FAILED' else 'PASSED' end, 'As seeded.', n.at, n.at + interval '9 minutes'
                       from n left join topic o on o.key = 'seeded ' || n.n left join series s on s.topic_id = o.id order by n.n
                     returning id, created_at, base_id, kind)
                insert into seed_run select m.id, n.n, n.at, b.tree_id, b.id, n.is_base from made m join n on n.at = m.created_at join base b on b.id = m.base_id;
                insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since, finished_at)
                select r.run_id, case when k = 'BUILD' then 'build ' || a || ' gcc' else 'test_progs ' || a || ' gcc' end, k, a, 'gcc', case when k = 'TEST' then 'test_progs' end,
                       'none', 'full', '{}', '{}', 'PASSED', r.at + interval '9 minutes', r.at + interval '9 minutes'
                  from n join seed_run r on r.n = n.n, unnest(array['x86_64', 'aarch64', 's390x']) a, unnest(array['BUILD', 'TEST']) k order by r.run_id, k, a;
                insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at, step, accelerator)
                select j.id, 1, 'FIRST', 'none', 'PASSED', 3, r.at, r.at, r.at + interval '1 minute', r.at + interval '8 minutes', 'tests', 'TCG'
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id order by j.id;
                insert into test_result (day, attempt_id, test_id, variant_id, status, duration_ms)
                select cast(a.created_at at time zone 'UTC' as date), a.id, t.id, v.id,
                       case when t.id %% 499 = 3 or t.id %% 97 = 0 and hashint8(a.id * 31 + t.id) %% 20 = 0 then 4 when t.id %% 41 = 0 then 1 else 0 end, t.id %% 900
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id and j.kind = 'TEST' join attempt a on a.job_id = j.id
                  join variant v on v.arch = j.arch and v.compiler = 'gcc' and v.accelerator = 'TCG', test t where t.test like 'seeded\\_%%';
                insert into finding (run_id, job_id, test_id, verdict, base, patched, title)
                select j.run_id, j.id, x.test_id, case when x.test_id %% 499 = 3 then 'KNOWN_FAILURE' else 'NEW_FAILURE' end, case when x.test_id %% 499 = 3 then 'FAIL' else 'PASS' end, 'FAIL',
                       t.test || case t.subtest when '' then '' else '/' || t.subtest end
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id and j.kind = 'TEST' join attempt a on a.job_id = j.id
                  join test_result x on x.attempt_id = a.id and x.day = cast(a.created_at at time zone 'UTC' as date) and x.status = 4 join test t on t.id = x.test_id;
                insert into splat (attempt_id, kind, fingerprint, title, line, text)
                select a.id, 'WARNING', 'seeded-' || n.n %% 150, 'WARNING: at part ' || n.n %% 150, 10, 'WARNING: words'
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id and j.kind = 'TEST' join attempt a on a.job_id = j.id where n.n %% 10 = 0;
                insert into event (at, run_id, what) select r.at, r.run_id, 'planned' from n join seed_run r on r.n = n.n;
                insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since, finished_at)
                select r.run_id, 'veristat x86_64 gcc', 'TEST', 'x86_64', 'gcc', 'veristat', 'none', 'full', '{}', '{}', 'PASSED', r.at + interval '9 minutes', r.at + interval '9 minutes'
                  from n join seed_run r on r.n = n.n order by r.run_id;
                insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at, step, accelerator)
                select j.id, 1, 'FIRST', 'none', 'PASSED', 3, r.at, r.at, r.at + interval '1 minute', r.at + interval '8 minutes', 'tests', 'TCG'
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id and j.suite = 'veristat' order by j.id;
                create temp table p as
                select cast(a.created_at at time zone 'UTC' as date) as day, a.id as attempt_id, j.id as job_id, r.run_id, r.is_base, t.id as test_id,
                       10 * t.id + hashint8(r.base_id + t.id) %% 7 as states
                  from n join seed_run r on r.n = n.n join job j on j.run_id = r.run_id and j.suite = 'veristat' join attempt a on a.job_id = j.id
                  join test t on t.suite = 'veristat' order by a.id, t.id;
                insert into test_result (day, attempt_id, test_id, variant_id, status, duration_ms)
                select p.day, p.attempt_id, p.test_id, v.id, 0, 3 from p join variant v on v.arch = 'x86_64' and v.compiler = 'gcc' and v.accelerator = 'TCG';
                insert into program_effort (day, attempt_id, test_id, states, instructions) select day, attempt_id, test_id, states, 12 * states from p;
                insert into program_change (day, run_id, place, job_id, test_id, what, base_states, states, base_instructions, instructions)
                select cast(r.finished_at at time zone 'UTC' as date), p.run_id, row_number() over (partition by p.run_id order by p.test_id) - 1, p.job_id, p.test_id,
                       case p.test_id %% 3 when 0 then 'REFUSED' when 1 then 'GREW' else 'SHRANK' end, p.states - 1 + p.test_id %% 3, p.states, 12 * p.states, 12 * p.states
                  from p join run r on r.id = p.run_id where not p.is_base and p.test_id %% 4 > 0;
                drop table p;
                drop table n;
                """.formatted(DAYS, runs, from, to));
    }

    private static void sum(Statement sql) throws SQLException {
        sql.execute("""
                insert into test_daily (test_id, tree_id, variant_id, day, pass, fail, skip, flaky, patched, patched_fail, timed, total_ms, failing_attempt)
                select x.test_id, r.tree_id, x.variant_id, x.day, count(*) filter (where r.is_base and x.status = 0), count(*) filter (where r.is_base and x.status = 4),
                       count(*) filter (where r.is_base and x.status = 1), count(*) filter (where x.status = 4 and x.test_id % 97 = 0), count(*) filter (where not r.is_base),
                       count(*) filter (where not r.is_base and x.status = 4), count(*) filter (where x.status <> 1), coalesce(sum(x.duration_ms) filter (where x.status <> 1), 0),
                       max(x.attempt_id) filter (where x.status = 4)
                  from test_result x join attempt a on a.id = x.attempt_id join job j on j.id = a.job_id join seed_run r on r.run_id = j.run_id
                 group by 1, 2, 3, 4;
                insert into test_standing (test_id, tree_id, variant_id, outcome, base_id, run_id, runs, since_base, since_run, since_at)
                select x.test_id, r.tree_id, x.variant_id, x.status, r.base_id, r.run_id, 3, r.base_id, r.run_id, r.at
                  from (select distinct on (tree_id) * from seed_run where is_base order by tree_id, run_id desc) r
                  join job j on j.run_id = r.run_id join attempt a on a.job_id = j.id join test_result x on x.attempt_id = a.id and x.day = cast(a.created_at at time zone 'UTC' as date);
                insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt)
                select s.fingerprint, min(s.kind), min(s.title), count(*), min(a.created_at), min(a.id), max(a.created_at), max(a.id)
                  from splat s join attempt a on a.id = s.attempt_id where s.fingerprint like 'seeded-%' group by s.fingerprint on conflict do nothing;
                update attempt a set passed = c.passed, failed = c.failed, skipped = c.skipped, test_set = c.test_set
                  from (select x.attempt_id, count(*) filter (where t.subtest = '' and x.status = 0) as passed, count(*) filter (where t.subtest = '' and x.status >= 2) as failed,
                               count(*) filter (where t.subtest = '' and x.status = 1) as skipped, bit_xor(hashint8extended(x.test_id, 0)) as test_set
                          from test_result x join test t on t.id = x.test_id group by 1) c where c.attempt_id = a.id;
                with made as (
                     insert into run (kind, base_id, series_id, state, created_at)
                     select 'SERIES', r.base_id, r.series_id, 'RUNNING', now() from run r where r.series_id is not null order by r.id desc limit %d returning id)
                insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since)
                select m.id, case when k = 'BUILD' then 'build ' || a || ' gcc' else 'test_progs ' || a || ' gcc' end, k, a, 'gcc', case when k = 'TEST' then 'test_progs' end,
                       'none', 'full', '{}', '{}', 'QUEUED', now()
                  from made m, unnest(array['x86_64', 'aarch64', 's390x']) a, unnest(array['BUILD', 'TEST']) k order by m.id, k, a;
                drop table seed_run;
                analyze;
                """.replace("%d", Integer.toString(UNDER_WAY)));
    }
}
