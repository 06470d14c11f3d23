package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.wire.Fault;

/** Looks at all recent patches of a server: the start, and what its events did not tell. */
@ApplicationScoped
class Scan {

    /** So many scans see each patch. */
    private static final int TIMES = 3;

    private final Ledger ledger;
    private final Clock clock;

    Scan(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    void run(Server server, boolean first) throws Fault {
        Duration back =
                first ? server.config().lookback() : server.config().rescan().multipliedBy(TIMES);
        LocalDateTime since =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minus(back);
        // A mail's date may be wrong: the list goes by arrival, and ends with a page that has nothing recent.
        server.client().newestPatches(page -> {
            QuarkusTransaction.requiringNew().run(() -> note(server, page));
            return page.stream().anyMatch(patch -> patch.date().isAfter(since));
        });
    }

    private void note(Server server, List<Said.Patch> page) {
        ledger.seen(server.name(), page);
        page.stream()
                .map(Said.Patch::seriesId)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(series -> ledger.review(server, series));
    }
}
