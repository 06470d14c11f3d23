package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent is told to do. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class AttemptSpecTest extends PlayedAgent {

    @Test
    void tells_an_agent_what_rules_deny_but_for_tests_that_are_run_by_name() {
        QuarkusTransaction.requiringNew().run(() -> {
            built();
            id(
                    "insert into rule (kind, tests, tree, suite, owner, reason, expires, made_by, made_at) values ('DENY', 'hangs/*', 'api', 'test_progs', 'Anna', 'why', now() + interval '1 day', 'anna', now()) returning id");
            id("update job set deny = '{matrix}' where id = " + job() + " returning id");
        });
        assertThat(denied()).containsExactly("matrix", "hangs/*");
        QuarkusTransaction.requiringNew()
                .run(() -> id("update attempt set only_tests = '{hangs}' where id = " + attempt + " returning id"));
        assertThat(denied()).containsExactly("matrix");
    }

    @Test
    void denies_a_series_what_its_base_was_denied_although_the_rule_has_ended() {
        QuarkusTransaction.requiringNew().run(() -> {
            built();
            id(
                    "insert into rule (kind, tests, tree, suite, owner, reason, expires, made_by, made_at, ended_at) values ('DENY', 'ended', 'api', 'test_progs', 'Anna', 'why', now() + interval '1 day', 'anna', now(), now()) returning id");
        });
        assertThat(denied()).doesNotContain("ended");
        QuarkusTransaction.requiringNew()
                .run(() -> id(
                        "with base as (insert into run (kind, base_id, state, created_at) select 'BASE', base_id, 'PASSED', now() - interval '1 hour' from run"
                                + " where id = (select run_id from job where id = " + job() + ") returning id)"
                                + " update run set kind = 'SERIES', base_run = (select id from base) where id = (select run_id from job where id = "
                                + job() + ") returning id"));
        assertThat(denied()).contains("ended");
    }

    /** A build that has left what a VM needs. */
    private void built() {
        long build = id(
                "insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since) select run_id, 'build x86_64 gcc', 'BUILD', 'x86_64', 'gcc', 'none', 'small', '{}', '{}', 'PASSED', now() from job where id = "
                        + job() + " returning id");
        long built = id(
                "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) values ("
                        + build + ", 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now()) returning id");
        id("insert into artifact (attempt_id, name, sha256, size) values (" + built + ", 'vm.tar.zst', '"
                + "0".repeat(64) + "', 1) returning attempt_id");
        id("insert into job_need (job_id, needs_id) values (" + job() + ", " + build + ") returning job_id");
    }

    @Test
    void tells_an_agent_whether_the_kernel_is_without_strangers_patches() {
        QuarkusTransaction.requiringNew().run(this::built);
        assertThat(spec().getBoolean("work.base")).isTrue();
        QuarkusTransaction.requiringNew()
                .run(() -> id("update run set kind = 'BISECT' where id = (select run_id from job where id = " + job()
                        + ") returning id"));
        assertThat(spec().getBoolean("work.base")).isFalse();
    }

    @Test
    void tells_an_agent_what_a_custom_suite_runs() {
        QuarkusTransaction.requiringNew().run(() -> {
            built();
            id(
                    "update job set suite = 'bpftool', script_path = 'suites/b.sh', script_where = 'VM', script_report = 'KTAP', script_seconds = 60 where id = "
                            + job() + " returning id");
        });
        JsonPath inVm = spec();
        assertThat(inVm.getString("work.kind")).isEqualTo("test");
        assertThat(inVm.getMap("work.custom")).isEqualTo(Map.of("script", "suites/b.sh", "report", "ktap"));
        assertThat(inVm.getInt("work.seconds")).isEqualTo(60);
        QuarkusTransaction.requiringNew().run(() -> {
            id(
                    "update base set source_blob = 's', source_size = 1, ci_blob = 'c', ci_size = 2 where id = (select base_id from run where id = (select run_id from job where id = "
                            + job() + ")) returning id");
            id("update job set script_where = 'SOURCE', script_seconds = 0 where id = " + job() + " returning id");
        });
        JsonPath onSources = spec();
        assertThat(onSources.getString("work.kind")).isEqualTo("check");
        assertThat(onSources.getString("work.source.sha256")).isEqualTo("s");
        assertThat(onSources.getString("work.ci.sha256")).isEqualTo("c");
        assertThat(onSources.getInt("work.seconds")).isEqualTo(6_000);
    }

    private JsonPath spec() {
        return agent().get("/attempt-api/v1/spec")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> denied() {
        return spec().getList("work.deny");
    }
}
