package org.beeyard.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.job.RunKind;
import org.beeyard.plan.JobKind;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Manifest;
import org.beeyard.result.Results;
import org.jspecify.annotations.Nullable;

/** Takes an agent's last word. It is believed only when everything that it names has arrived. */
@ApplicationScoped
class Finishing {

    private static final int MOST_NAME = 200;

    private final EntityManager database;
    private final Attempts attempts;
    private final Specs specs;
    private final Results results;
    private final Splats splats;
    private final KeptLists lists;
    private final KeptBuilds builds;
    private final Announcements announcements;
    private final BlobStore blobs;
    private final Clock clock;

    Finishing(
            EntityManager database,
            Attempts attempts,
            Specs specs,
            Results results,
            Splats splats,
            KeptLists lists,
            KeptBuilds builds,
            Announcements announcements,
            BlobStore blobs,
            Clock clock) {
        this.database = database;
        this.attempts = attempts;
        this.specs = specs;
        this.results = results;
        this.splats = splats;
        this.lists = lists;
        this.builds = builds;
        this.announcements = announcements;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** @param again tests to be tried once more; empty for all that the attempt was to run, absent for none */
    private record Settled(long attempt, AttemptState.Ended end, Optional<List<String>> again) {}

    /** False when the token is dead. */
    boolean finish(String tokenHash, Manifest manifest) throws IOException {
        if (!isLive(tokenHash)) {
            return false;
        }
        String missing = missing(manifest).orElse(null); // asks the store, which may be far, outside of transactions
        Optional<Settled> settled = QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash).map(attempt -> {
                    Settled how = settle(attempt, manifest, missing);
                    announcements.forget(attempt.id());
                    attempts.endWithin(how.attempt(), how.end(), how.again());
                    return how;
                }));
        settled.ifPresent(how -> attempts.announce(how.attempt()));
        return settled.isPresent();
    }

    private Settled settle(Attempt attempt, Manifest manifest, @Nullable String missing) {
        Instant now = clock.instant();
        Optional<String> lack = lack(attempt, manifest).or(() -> Optional.ofNullable(missing));
        if (lack.isPresent()) {
            return new Settled(
                    attempt.id(),
                    new AttemptState.Ended(now, Ending.ERROR, Optional.of(InfraReason.UPLOAD_FAILED), lack.get()),
                    Optional.empty());
        }
        for (Manifest.Artifact artifact : manifest.artifacts()) {
            database.createNativeQuery(
                            "insert into artifact (attempt_id, name, sha256, size) values (?1, ?2, ?3, ?4) on conflict do nothing")
                    .setParameter(1, attempt.id())
                    .setParameter(2, artifact.name())
                    .setParameter(3, artifact.sha256())
                    .setParameter(4, artifact.size())
                    .executeUpdate();
        }
        splats.keep(attempt, manifest.splats(), now);
        if (manifest.lists() != null) {
            lists.keep(attempt, manifest.lists());
        }
        attempt.measured(manifest.accelerator(), manifest.cpuMillis(), manifest.logDropped(), manifest.died());
        results.label(attempt, manifest.accelerator());
        if (attempt.job().kind() == JobKind.BUILD) {
            database.createNativeQuery("update attempt set done = ?1 where id = ?2")
                    .setParameter(1, manifest.steps())
                    .setParameter(2, attempt.id())
                    .executeUpdate();
            if (manifest.built() != null) {
                builds.keep(attempt, manifest.built());
            }
        } else {
            results.count(attempt);
        }
        return new Settled(
                attempt.id(),
                new AttemptState.Ended(
                        now, manifest.ending(), Optional.ofNullable(manifest.reason()), manifest.sentence()),
                again(attempt, manifest));
    }

    private Optional<List<String>> again(Attempt attempt, Manifest manifest) {
        boolean bad = manifest.ending() == Ending.FAILED || manifest.ending() == Ending.TIMED_OUT;
        if (!bad || !attempt.job().confirmed() || attempt.job().run().kind() == RunKind.BISECT) {
            return Optional.empty();
        }
        List<String> doubtful = results.doubtful(attempt.id());
        boolean down = manifest.died() || manifest.ending() == Ending.TIMED_OUT;
        boolean named = Suites.namesTests(attempt.job().suite().orElse(""));
        if (down && (doubtful.isEmpty() || !named)) {
            return Optional.of(attempt.onlyTests()); // what else the VM has cost no name says
        }
        return Optional.of(doubtful).filter(tests -> !tests.isEmpty());
    }

    /** What the manifest claims and the farm has not, a sentence. */
    private static Optional<String> lack(Attempt attempt, Manifest manifest) {
        boolean said = manifest.ending() == Ending.PASSED || manifest.ending() == Ending.FAILED;
        if (said && !manifest.complete()) {
            return Optional.of("The agent's manifest is not complete.");
        }
        if (manifest.batches() != attempt.resultSeq()) {
            return Optional.of(
                    "Of " + manifest.batches() + " batches of results " + attempt.resultSeq() + " have arrived.");
        }
        if (manifest.logBytes() != attempt.logSize()) {
            return Optional.of("Of " + manifest.logBytes() + " bytes of log " + attempt.logSize() + " have arrived.");
        }
        return Optional.empty();
    }

    private Optional<String> missing(Manifest manifest) throws IOException {
        if (manifest.artifacts().size() > Announcements.MOST) {
            return Optional.of("The manifest names more than " + Announcements.MOST + " artifacts.");
        }
        for (Manifest.Artifact artifact : manifest.artifacts()) {
            if (artifact.name().isBlank() || artifact.name().length() > MOST_NAME || !blobs.keep(artifact.sha256())) {
                return Optional.of("The artifact " + artifact.name() + " has not arrived.");
            }
        }
        return Optional.empty();
    }

    boolean isLive(String tokenHash) {
        return QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash).isPresent());
    }

    /** Whether the attempt's spec names the blob. */
    boolean isInput(String tokenHash, String sha256) {
        return QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash)
                        .map(attempt -> needs(attempt, sha256))
                        .orElse(false));
    }

    private boolean needs(Attempt attempt, String sha256) {
        try {
            return switch (specs.of(attempt).work()) {
                case AttemptSpec.Build build ->
                    is(build.source(), sha256)
                            || is(build.ci(), sha256)
                            || is(build.delta(), sha256)
                            || is(build.outputBlob(), sha256);
                case AttemptSpec.Check check ->
                    is(check.source(), sha256) || is(check.ci(), sha256) || is(check.delta(), sha256);
                case AttemptSpec.Probe _ -> false;
                case AttemptSpec.Test test -> is(test.vm(), sha256) || is(test.ci(), sha256);
            };
        } catch (Specs.Unready e) {
            return false; // then it has no inputs at all
        }
    }

    private static boolean is(AttemptSpec.@Nullable BlobRef blob, String sha256) {
        return blob != null && blob.sha256().equals(sha256);
    }
}
