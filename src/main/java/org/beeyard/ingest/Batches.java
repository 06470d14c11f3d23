package org.beeyard.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.Attempt;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.beeyard.series.LimitConfig;

/**
 * Takes the results of an attempt, a batch after the other, and so many: strangers' programs in its pod may know its token. With
 * more the attempt ends, since what it has told is not all there is.
 */
@ApplicationScoped
class Batches {

    private final Attempts attempts;
    private final Results results;
    private final LimitConfig limits;
    private final Clock clock;

    Batches(Attempts attempts, Results results, LimitConfig limits, Clock clock) {
        this.attempts = attempts;
        this.results = results;
        this.limits = limits;
        this.clock = clock;
    }

    /** @param why a sentence */
    private record TooMuch(long attempt, String why) {}

    /** Refused with what is to be answered. */
    void take(String tokenHash, int seq, List<TestReport> reports) {
        Optional<TooMuch> refused = QuarkusTransaction.requiringNew()
                .call(() -> take(attempts.live(tokenHash).orElseThrow(AttemptResource::gone), seq, reports));
        refused.ifPresent(more -> {
            attempts.end(
                    more.attempt(),
                    new AttemptState.Ended(
                            clock.instant(), Ending.ERROR, Optional.of(InfraReason.UPLOAD_FAILED), more.why()));
            throw AttemptResource.refused(413, more.why());
        });
    }

    private Optional<TooMuch> take(Attempt attempt, int seq, List<TestReport> reports) {
        int next = attempt.resultSeq() + 1;
        if (seq > next) {
            throw AttemptResource.refused(409, "Batch " + seq + " came before batch " + next + ".");
        }
        if (seq < next) {
            return Optional.empty(); // it is here already
        }
        attempt.reported(
                reports.size(), reports.stream().mapToLong(Batches::excerpt).sum());
        Optional<TooMuch> more = beyond(attempt).map(why -> new TooMuch(attempt.id(), why));
        if (more.isEmpty()) {
            results.store(attempt, reports);
            attempt.batchTaken();
        }
        return more;
    }

    private Optional<String> beyond(Attempt attempt) {
        if (attempt.reports() > limits.results()) {
            return Optional.of("The attempt reported more than " + limits.results()
                    + " results, and the farm takes no more of one (limits.results).");
        }
        return attempt.excerpts() > limits.excerpts().bytes()
                ? Optional.of("What the attempt's tests have printed is more than " + limits.excerpts()
                        + ", and the farm takes no more of one (limits.excerpts).")
                : Optional.empty();
    }

    private static long excerpt(TestReport report) {
        String excerpt = report.excerpt();
        return excerpt == null ? 0 : excerpt.length();
    }
}
