package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is run again of a suite whose VM went down or hung. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RerunTest extends PlayedAgent {

    @ParameterizedTest
    @CsvSource({"FAILED, true", "TIMED_OUT, true", "TIMED_OUT, false"})
    void a_suite_that_had_told_of_no_failure_is_run_again_as_a_whole(String ending, boolean died) {
        ends("test_verifier", ending, died, "PASS");
        assertThat(again()).isEqualTo("CONFIRM all");
    }

    @Test
    void a_suite_that_does_not_name_its_tests_is_run_again_as_a_whole_whatever_failed_before() {
        ends("test_verifier", "TIMED_OUT", true, "FAIL");
        assertThat(again()).isEqualTo("CONFIRM all");
    }

    @Test
    void of_a_suite_that_names_its_tests_those_are_run_again_that_failed_or_were_lost() {
        ends("test_progs", "TIMED_OUT", true, "MISSING");
        assertThat(again()).isEqualTo("CONFIRM xdp");
    }

    @Test
    void a_suite_that_failed_in_a_vm_that_lived_and_told_of_no_failure_is_not_run_again() {
        ends("test_verifier", "FAILED", false, "PASS");
        assertThat(again()).isEqualTo("none");
    }

    private void ends(String suite, String ending, boolean died, String outcome) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("update job set suite = ?1 where id = ?2")
                        .setParameter(1, suite)
                        .setParameter(2, job())
                        .executeUpdate());
        says("results?seq=1", "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"" + outcome + "\",\"millis\":5}]}");
        says(
                "finish",
                "{\"complete\":true,\"ending\":\"" + ending
                        + "\",\"sentence\":\"Ended.\",\"accelerator\":\"tcg\",\"reports\":1,\"batches\":1,\"logBytes\":0,\"logDropped\":0,\"steps\":0,\"cpuMillis\":1,\"artifacts\":[],\"splats\":[],\"died\":"
                        + died + "}");
    }

    private void says(String what, String body) {
        agent().body(body)
                .contentType("application/json")
                .post("/attempt-api/v1/" + what)
                .then()
                .statusCode(204);
    }

    private String again() {
        return text(
                "select coalesce((select purpose || ' ' || coalesce(array_to_string(only_tests, ','), 'all') from attempt where number = 2 and job_id = "
                        + job() + "), 'none')");
    }
}
