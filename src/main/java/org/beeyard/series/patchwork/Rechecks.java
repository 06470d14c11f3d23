package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import org.beeyard.patchwork.Fault;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.patchwork.Ledger.Due;
import org.jboss.logging.Logger;

/**
 * Replies with a line {@code Recheck-request: CONTEXT, …} from people who are listened to: the whole series is tested again,
 * on the newest base.
 */
@ApplicationScoped
class Rechecks {

    private static final Logger log = Logger.getLogger(Rechecks.class);
    private static final Pattern REQUEST = Pattern.compile("(?mi)^Recheck-request:[ \\t]*\\S.*$");
    private static final int AT_ONCE = 50;

    private final Ledger ledger;
    private final Fetching fetching;
    private final SeriesIntake intake;

    Rechecks(Ledger ledger, Fetching fetching, SeriesIntake intake) {
        this.ledger = ledger;
        this.fetching = fetching;
        this.intake = intake;
    }

    void run(Server server) throws Fault {
        for (List<Long> due = due(server); !due.isEmpty(); due = due(server)) {
            for (long id : due) {
                try {
                    read(server, id);
                } catch (Fault fault) {
                    fetching.failed(server, Due.COMMENT, id, fault);
                }
            }
        }
    }

    private List<Long> due(Server server) {
        return QuarkusTransaction.requiringNew().call(() -> ledger.due(server.name(), Due.COMMENT, AT_ONCE));
    }

    private void read(Server server, long id) throws Fault {
        Ledger.Answered answered = QuarkusTransaction.requiringNew().call(() -> ledger.answer(server.name(), id));
        Said.Comment comment = server.client().comment(answered.address());
        boolean wanted = isRequest(comment.content())
                && server.config().recheck().orElse(List.of()).stream()
                        .anyMatch(comment.submitter().email()::equalsIgnoreCase);
        QuarkusTransaction.requiringNew().run(() -> {
            if (wanted) {
                log.infof(
                        "%s: %s asks for series %d again",
                        server.name(), comment.submitter().email(), answered.series());
                intake.retest(answered.series());
            }
            ledger.forget(server.name(), Due.COMMENT, id);
        });
    }

    /** A quoted line is nobody's request. */
    static boolean isRequest(String content) {
        return REQUEST.matcher(content.replace("\r\n", "\n")).find();
    }
}
