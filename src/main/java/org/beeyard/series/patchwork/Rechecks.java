package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.patchwork.Questions.About;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Replies with a line {@code Recheck-request: CONTEXT, …} from people who are listened to: the whole series is tested again,
 * on the newest base.
 */
@ApplicationScoped
class Rechecks {

    private static final Logger log = Logger.getLogger(Rechecks.class);
    private static final Pattern REQUEST = Pattern.compile("(?mi)^Recheck-request:[ \\t]*\\S.*$");

    private final Questions questions;
    private final SeriesIntake intake;
    private final EntityManager database;
    private final Clock clock;

    Rechecks(Questions questions, SeriesIntake intake, EntityManager database, Clock clock) {
        this.questions = questions;
        this.intake = intake;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A reply, to be read when it is one to a series that is here. In the caller's transaction.
     *
     * @param msgid of the mail that it answers
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void answered(String source, long event, String address, @Nullable String msgid) {
        database.createNativeQuery("""
                        insert into patchwork_comment (source, id, address, series_id, due_at)
                        select ?1, ?2, ?3, max(found.id), ?5
                          from (select id from series where message_id = ?4
                                union all select series_id from patch where message_id = ?4
                                union all select series_id from patchwork_series where message_id = ?4
                                union all select s.series_id from patchwork_patch p join patchwork_series s on s.source = p.source and s.id = p.patchwork_series_id
                                           where p.message_id = ?4) found
                        having max(found.id) is not null
                        on conflict do nothing
                        """)
                .setParameter(1, source)
                .setParameter(2, event)
                .setParameter(3, Ledger.clean(address))
                .setParameter(4, Ledger.messageId(msgid == null ? "" : msgid))
                .setParameter(5, clock.instant())
                .executeUpdate();
    }

    void run(Server server) throws Fault {
        questions.askAll(server, About.REPLY, reply -> read(server, reply), (reply, why) -> forget(server, reply));
    }

    private record Answered(String address, long series) {}

    private void read(Server server, long id) throws Fault {
        Answered answered = QuarkusTransaction.requiringNew().call(() -> answered(server, id));
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
            forget(server, id);
        });
    }

    private Answered answered(Server server, long id) {
        Object[] row = (Object[]) database.createNativeQuery(
                        "select address, series_id from patchwork_comment where source = ?1 and id = ?2")
                .setParameter(1, server.name())
                .setParameter(2, id)
                .getSingleResult();
        return new Answered((String) row[0], ((Number) row[1]).longValue());
    }

    private void forget(Server server, long id) {
        database.createNativeQuery("delete from patchwork_comment where source = ?1 and id = ?2")
                .setParameter(1, server.name())
                .setParameter(2, id)
                .executeUpdate();
    }

    /** A quoted line is nobody's request. */
    static boolean isRequest(String content) {
        return REQUEST.matcher(content.replace("\r\n", "\n")).find();
    }
}
