package org.beeyard.web.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.program;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.PlannedRuns;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What a run's page says besides its verdict: what its builds warn of, what it waited for, where its splats were seen. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RunPageTest extends PlayedPages {

    @Inject
    EntityManager database;

    @Test
    void warnings_that_the_bases_build_has_not_are_shown() {
        long base = runs.base(tree, "a1".repeat(20));
        long alone = runs.ofBase(base, test("steady", PASS));
        long patched = runs.ofSeries(base, runs.series(base, "bpf: Warns"), List.of(test("steady", PASS)), List.of());
        built(alone, "('a.c', 3, 'unused ‘x’')");
        built(patched, "('a.c', 99, 'unused ‘x’'), ('b.c', 7, 'maybe <uninitialized>'), ('', 0, 'modpost: it is so')");
        assertThat(page("/runs/" + patched).select("ul.warnings li").eachText())
                .containsExactly("b.c:7 maybe <uninitialized> build x86_64 gcc", "modpost: it is so build x86_64 gcc");
        assertThat(page("/runs/" + alone).select("ul.warnings")).isEmpty();
    }

    @Test
    void a_verdict_is_said_to_be_of_the_bases_run_that_it_was_made_with() {
        long base = runs.base(tree, "a4".repeat(20));
        long before = runs.ofBase(base, test("steady", PASS));
        long patched = runs.ofSeries(base, runs.series(base, "bpf: Judged"), List.of(test("steady", PASS)), List.of());
        runs.ofBase(base, test("steady", FAIL));
        assertThat(comparedWith(patched)).isEqualTo("run #" + before);
    }

    @Test
    void a_series_is_compared_with_the_bases_run_that_has_its_jobs_and_not_with_a_newer_of_another_matrix() {
        long base = runs.base(tree, "a5".repeat(20));
        long alike = runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, "bpf: Waits");
        long waiting = runs.queued(base, series);
        runs.ofPrograms(base, null, program("other.bpf.o/prog", 10, 100));
        assertThat(comparedWith(waiting)).isEqualTo("run #" + alike);
    }

    private String comparedWith(long run) {
        return page("/runs/" + run).select("span:contains(compared with) > a").text();
    }

    @Test
    void the_jobs_that_made_the_time_until_the_verdict_are_named_with_what_they_took() {
        long base = runs.base(tree, "a2".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        long run = runs.ofSeries(base, runs.series(base, "bpf: Slow"), List.of(test("steady", PASS)), List.of());
        built(run, "('a.c', 3, 'unused')");
        took(run, "BUILD", 10, 70);
        took(run, "TEST", 90, 300);
        Document page = page("/runs/" + run);
        assertThat(page.select("ol.path li").eachText())
                .containsExactly(
                        "build x86_64 gcc waited 10 s, ran 60 s", "test_progs x86_64 gcc waited 20 s, ran 3 min 30 s");
    }

    @Test
    void a_job_has_taken_the_time_of_all_its_attempts() {
        long base = runs.base(tree, "a6".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long run = runs.ofSeries(
                base, runs.series(base, "bpf: Twice"), List.of(test("falls", FAIL)), List.of(test("falls", FAIL)));
        write("""
                update attempt a set cpu_ms = 40000, started_at = a.created_at + (a.number - 1) * interval '200 s',
                       finished_at = a.created_at + (a.number - 1) * interval '200 s' + interval '100 s'
                  from job j where j.id = a.job_id and j.run_id = %d
                """.formatted(run));
        assertThat(page("/runs/" + run).select("h2:contains(Jobs) + div td").eachText())
                .contains("5 min 0 s 80 s CPU");
    }

    @Test
    void what_passed_at_the_second_try_counts_as_passed() {
        long base = runs.base(tree, "a7".repeat(20));
        runs.ofBase(base, test("steady", PASS), test("shaky", PASS), test("falls", PASS));
        long run = runs.ofSeries(
                base,
                runs.series(base, "bpf: Try twice"),
                List.of(test("steady", PASS), test("shaky", FAIL), test("falls", FAIL)),
                List.of(test("shaky", PASS), test("falls", FAIL)));
        assertThat(page("/runs/" + run).select("h2:contains(Jobs) + div td").eachText())
                .contains("2 ✓ 1 at the second try 1 ✗");
    }

    @Test
    void a_splat_leads_to_all_places_where_it_was_seen() {
        long base = runs.base(tree, "a3".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, "bpf: Oopses");
        long run = runs.queued(base, series);
        write("""
                with seen as (
                     insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at)
                     select id, 1, 'FIRST', 'none', 'RUNNING', 0, now(), now(), now() from job where run_id = %d returning id)
                insert into splat (attempt_id, kind, fingerprint, title, line, text)
                select id, 'WARNING', 'WARNING a/b', 'WARNING: at <a>', 3, 'WARNING: at <a>' from seen
                """.formatted(run));
        new PlannedRuns().end(series, "FAILED");
        Awaitility.await()
                .untilAsserted(() -> assertThat(page("/runs/" + run)
                                .select("table.findings tr:contains(WARNING: at <a>) a:contains(where else)")
                                .eachAttr("href"))
                        .containsExactly("/splats/WARNING%20a/b"));
    }

    @Test
    void a_cell_has_what_failed_what_passed_and_what_does_not_fit_the_kernel() {
        long run = runs.ofBase(
                runs.base(tree, "a8".repeat(20)), test("steady", PASS), test("broken", FAIL), test("newer", UNFIT));
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                        insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since)
                        values (%d, 'build aarch64 gcc', 'BUILD', 'aarch64', 'gcc', 'local', '', '{}', '{}', 'PASSED', now())
                        """.formatted(run)).executeUpdate());
        assertThat(page("/runs/" + run)
                        .select("table.matrix td a:contains(unfit)")
                        .eachText())
                .containsExactly("✗ 1 failed, 1 passed, 1 unfit");
    }

    @Test
    void a_look_at_the_pools_lists_each_of_them_by_itself() {
        long run = QuarkusTransaction.requiringNew().call(() -> (Long)
                database.createNativeQuery("""
                                with looked as (insert into run (kind, state, created_at, finished_at) values ('PROBE', 'PASSED', now(), now()) returning id)
                                insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since)
                                select looked.id, 'probe ' || p.name, 'PROBE', p.arch, '', p.name, '', '{}', '{}', 'PASSED', now()
                                  from looked, (values ('big', 'x86_64'), ('small', 'x86_64'), ('arm', 'aarch64')) p (name, arch) returning run_id
                                """, Long.class).getResultList().getFirst());
        Document page = page("/runs/" + run);
        assertThat(page.select("table.matrix")).isEmpty();
        assertThat(page.select("tbody td:eq(0)").eachText())
                .containsExactlyInAnyOrder("probe big", "probe small", "probe arm");
    }

    /** Gives the run a build that its tests needed, and what it warned of. */
    private void built(long run, String warnings) {
        runs.needsBuild(run);
        write("""
                with made as (
                     insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, started_at, finished_at, warnings)
                     select id, 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now(), now(), (select count(*) from (values %2$s) v)
                       from job where run_id = %1$d and kind = 'BUILD' returning id)
                insert into build_warning (attempt_id, place, file, line, words)
                select made.id, row_number() over (), v.* from made, (values %2$s) v
                """.formatted(run, warnings));
    }

    /** Seconds after the run had begun. */
    private void took(long run, String kind, int from, int to) {
        write("""
                update attempt a set started_at = r.created_at + %3$d * interval '1 second', finished_at = r.created_at + %4$d * interval '1 second'
                  from job j join run r on r.id = j.run_id where j.id = a.job_id and r.id = %1$d and j.kind = '%2$s'
                """.formatted(run, kind, from, to));
    }

    private void write(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
