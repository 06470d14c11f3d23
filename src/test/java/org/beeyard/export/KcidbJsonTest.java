package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.export.ListedResults.subtest;
import static org.beeyard.export.ListedResults.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;

class KcidbJsonTest {

    private static final Instant THEN = Instant.parse("2026-02-24T10:00:00Z");

    @Test
    void a_run_is_a_checkout_with_builds_and_the_tests_of_every_attempt() throws IOException {
        assertThat(json("verifier_and")).isEqualTo(new ObjectMapper().readTree("""
                {"version": {"major": 5, "minor": 3},
                 "checkouts": [{"id": "beeyard:checkout-7", "origin": "beeyard", "tree_name": "bpf-next",
                   "git_repository_url": "https://git.example.org/bpf-next.git", "git_repository_branch": "master",
                   "git_commit_hash": "cccccccccccccccccccccccccccccccccccccccc", "patchset_hash": "%s",
                   "patchset_files": [{"name": "0001.patch", "url": "https://ci.example.org/api/v1/series/3/patches/1.patch"}],
                   "message_id": "1@example.org", "comment": "bpf: Say so v2", "start_time": "2026-02-24T10:00:00Z",
                   "valid": true, "misc": {"page": "https://ci.example.org/runs/7"}}],
                 "builds": [{"id": "beeyard:build-70", "origin": "beeyard", "checkout_id": "beeyard:checkout-7", "architecture": "x86_64",
                   "compiler": "gcc", "config_name": "full", "start_time": "2026-02-24T10:00:00Z", "duration": 60.5,
                   "log_url": "https://ci.example.org/attempts/71/log.txt", "status": "PASS"}],
                 "tests": [
                  {"id": "beeyard:attempt-72", "origin": "beeyard", "build_id": "beeyard:build-70", "path": "kselftest.bpf.test_progs", "comment": "1 failed.",
                   "log_url": "https://ci.example.org/attempts/72/log.txt", "misc": {"purpose": "FIRST"},
                   "environment": {"comment": "host1", "misc": {"accelerator": "kvm"}}, "start_time": "2026-02-24T10:00:00Z", "status": "FAIL"},
                  {"id": "beeyard:attempt-72-1", "origin": "beeyard", "build_id": "beeyard:build-70",
                   "path": "kselftest.bpf.test_progs.verifier_and", "comment": "verifier_and",
                   "log_url": "https://ci.example.org/attempts/72/log.txt", "misc": {"purpose": "FIRST"}, "status": "PASS", "duration": 0.02},
                  {"id": "beeyard:attempt-72-2", "origin": "beeyard", "build_id": "beeyard:build-70",
                   "path": "kselftest.bpf.test_progs.verifier_and.bad_mask_x", "comment": "verifier_and/bad mask/x",
                   "log_url": "https://ci.example.org/attempts/72/log.txt", "misc": {"purpose": "FIRST"},
                   "log_excerpt": "expected: 1\\nactual: <0>", "status": "FAIL"}]}
                """.formatted("ab".repeat(32))));
    }

    @Test
    void a_path_keeps_to_its_alphabet_whatever_tests_are_called() throws IOException {
        JsonNode test = json("../\u0000 \"\uD83D\uDC1D.").get("tests").get(1);
        assertThat(test.get("path").asText()).isEqualTo("kselftest.bpf.test_progs.________");
        assertThat(test.get("comment").asText()).isEqualTo("../\uFFFD \"\uD83D\uDC1D.");
        assertThat(KcidbJson.path("sched_ext", "")).isEqualTo("kselftest.sched_ext");
        assertThat(KcidbJson.path("test_progs", "a", "")).isEqualTo("kselftest.bpf.test_progs.a");
    }

    private static JsonNode json(String test) throws IOException {
        KernelCheckout checkout = new KernelCheckout(
                "beeyard",
                "https://ci.example.org",
                7,
                "bpf-next",
                URI.create("https://git.example.org/bpf-next.git"),
                "master",
                "c".repeat(40),
                3L,
                1,
                "ab".repeat(32),
                "1@example.org",
                "bpf: Say so v2",
                THEN,
                null,
                null,
                List.of(new KernelCheckout.Build(
                        70, "x86_64", "gcc", "full", Ending.PASSED, null, 71L, THEN, THEN.plusMillis(60_500))),
                List.of(new KernelCheckout.Suite(
                        70, 72, "test_progs", "FIRST", Ending.FAILED, "1 failed.", "host1", "kvm", THEN, THEN, null)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        KcidbJson.write(
                checkout, suite -> ListedResults.of(test(test, PASS, 1), subtest(test, "bad mask/x", FAIL, 1)), out);
        return new ObjectMapper().readTree(out.toByteArray());
    }
}
