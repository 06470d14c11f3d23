package org.beeyard.result;

/** What a job gave, had a VM of it gone down. */
final class DeadVm {

    private DeadVm() {}

    static JobOutcome in(JobOutcome job) {
        return new JobOutcome(
                job.job(), job.name(), job.state(), job.sentence(), job.tests(), job.splats(), job.gate(), true);
    }
}
