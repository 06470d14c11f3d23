package org.beeyard.export;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.beeyard.protocol.Ending;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of one kernel, for {@link KcidbJson}.
 *
 * @param origin how KCIDB knows this farm
 * @param farm its address, without a slash at the end
 * @param repository where others find the base; only by https
 * @param series of the patches, if there are any
 * @param patchset as KCIDB hashes patches; empty without them
 * @param comment what it is about, for people
 * @param builtAt when all builds had ended
 */
record KernelCheckout(
        String origin,
        String farm,
        long run,
        String tree,
        @Nullable URI repository,
        @Nullable String branch,
        String commit,
        @Nullable Long series,
        int patches,
        String patchset,
        @Nullable String messageId,
        String comment,
        Instant createdAt,
        @Nullable Instant builtAt,
        @Nullable Instant finishedAt,
        List<Build> builds,
        List<Suite> suites) {

    KernelCheckout {
        builds = List.copyOf(builds);
        suites = List.copyOf(suites);
    }

    KernelCheckout withPatchset(String hash) {
        return new KernelCheckout(
                origin,
                farm,
                run,
                tree,
                repository,
                branch,
                commit,
                series,
                patches,
                hash,
                messageId,
                comment,
                createdAt,
                builtAt,
                finishedAt,
                builds,
                suites);
    }

    /** @param attempt that counts, nothing when none came to it */
    record Build(
            long job,
            String arch,
            String compiler,
            String config,
            Ending ending,
            @Nullable String sentence,
            @Nullable Long attempt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    /** One attempt of a suite; both are told when failures were run again. */
    record Suite(
            long build,
            long attempt,
            String suite,
            String purpose,
            Ending ending,
            @Nullable String sentence,
            @Nullable String host,
            @Nullable String accelerator,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}
}
