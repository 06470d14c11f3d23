package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.mail.MailLimits;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.series.mail.Reading;
import org.beeyard.series.mail.SeriesReader;
import org.beeyard.series.patchwork.Ledger.Fate;
import org.beeyard.series.patchwork.Questions.About;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;

/** Fetches the series that a server told of, four requests each, and takes in those that are to be tested. */
@ApplicationScoped
class Fetching {

    private static final Logger log = Logger.getLogger(Fetching.class);

    private final Questions questions;
    private final Ledger ledger;
    private final SeriesIntake intake;
    private final LimitConfig limits;

    Fetching(Questions questions, Ledger ledger, SeriesIntake intake, LimitConfig limits) {
        this.questions = questions;
        this.ledger = ledger;
        this.intake = intake;
        this.limits = limits;
    }

    void run(Server server) throws Fault {
        questions.askAll(
                server,
                About.PATCH,
                patch -> locate(server, patch),
                (patch, why) -> ledger.forgetPatch(server.name(), patch));
        questions.askAll(
                server,
                About.SERIES,
                series -> fetch(server, series),
                (series, why) -> ledger.settled(server.name(), series, Fate.UNFIT, why));
    }

    private void locate(Server server, long patch) throws Fault {
        Said.Patch said = server.client().patch(patch);
        QuarkusTransaction.requiringNew().run(() -> {
            ledger.seen(server.name(), List.of(said));
            said.seriesId()
                    .ifPresentOrElse(
                            series -> ledger.wanted(server.name(), series),
                            () -> ledger.forgetPatch(server.name(), patch));
        });
    }

    private void fetch(Server server, long id) throws Fault {
        Said.Series series = server.client().series(id);
        QuarkusTransaction.requiringNew().run(() -> ledger.described(server.name(), series));
        if (!series.project().linkName().equals(server.config().project())) {
            settle(
                    server,
                    id,
                    Fate.UNFIT,
                    "it is of the project " + series.project().linkName());
            return;
        }
        if (!series.receivedAll()) {
            settle(
                    server,
                    id,
                    Fate.INCOMPLETE,
                    series.receivedTotal() + " of its " + series.total() + " patches have come");
            return;
        }
        List<Said.Patch> patches = server.client().patchesOf(id);
        Optional<String> against = QuarkusTransaction.requiringNew().call(() -> {
            ledger.seen(server.name(), patches);
            return ledger.against(server, id);
        });
        if (patches.stream().anyMatch(patch -> patch.pullUrl() != null)) {
            settle(server, id, Fate.UNFIT, "it is a pull request, not patches");
        } else if (against.isPresent()) {
            settle(server, id, Fate.IRRELEVANT, "it " + against.get());
        } else {
            take(server, series);
        }
    }

    private void take(Server server, Said.Series series) throws Fault {
        SeriesReader reader = new SeriesReader(new MailLimits(limits.patches(), limits.patchSize(), limits.upload()));
        switch (reader.read(mails(server, series))) {
            case Reading.Unreadable(String problem, String advice) -> settle(server, series.id(), Fate.UNFIT, problem);
            case Reading.Readable(PostedSeries posted) -> {
                SeriesIntake.Receipt receipt = intake.take(posted, server.name(), Optional.empty(), false);
                QuarkusTransaction.requiringNew()
                        .run(() -> ledger.taken(server.name(), series.id(), receipt.series(), posted));
                log.infof("%s: series %d is series %d here", server.name(), series.id(), receipt.series());
            }
        }
    }

    /** The cover letter, which Patchwork's mailbox of a series has not, and the patches. */
    private byte[] mails(Server server, Said.Series series) throws Fault {
        long most = limits.upload().bytes();
        ByteArrayOutputStream mails = new ByteArrayOutputStream();
        if (series.coverLetter() != null && series.coverLetter().mbox() != null) {
            mails.writeBytes(server.client().mbox(series.coverLetter().mbox(), most));
            mails.write('\n');
        }
        mails.writeBytes(server.client().mbox(series.mbox(), most));
        return mails.toByteArray();
    }

    private void settle(Server server, long series, Fate fate, String reason) {
        QuarkusTransaction.requiringNew().run(() -> ledger.settled(server.name(), series, fate, reason));
    }
}
