package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.result.VerdictTest.confirmed;
import static org.beeyard.result.VerdictTest.jobs;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.junit.jupiter.api.Test;

class SuspectTest {

    @Test
    void finds_a_part_of_a_series_bad_when_one_of_its_tests_fails() {
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs(tests("xdp", FAIL, "old", FAIL))))
                .isEqualTo(new Verdict(RunState.FAILED, "Still failing: xdp.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs(tests("xdp", PASS))))
                .isEqualTo(new Verdict(RunState.PASSED, "Nothing of it fails.", List.of()));
    }

    @Test
    void learns_nothing_from_a_part_that_does_not_build_when_tests_are_sought() {
        List<JobOutcome> jobs = List.of(
                new JobOutcome(1, "build x86_64 gcc", JobState.FAILED, "It does not build.", Map.of(), List.of()));
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs))
                .isEqualTo(new Verdict(RunState.ERROR, "build x86_64 gcc: It does not build.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of(), jobs))
                .isEqualTo(new Verdict(RunState.FAILED, "It does not build.", List.of()));
    }

    @Test
    void suspects_confirmed_tests_and_failing_builds_and_nothing_else() {
        List<JobOutcome> confirmed = jobs(confirmed("xdp", FAIL, FAIL));
        assertThat(Suspect.in(Verdict.ofSeries(confirmed, jobs(tests("xdp", PASS))), confirmed))
                .hasValue(new Suspect(1, List.of("xdp")));
        List<JobOutcome> known = jobs(tests("old", FAIL));
        assertThat(Suspect.in(Verdict.ofSeries(known, jobs(tests("old", FAIL))), known))
                .isEmpty();
    }
}
