package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.LimitConfig;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.mail.Author;
import org.beeyard.series.mail.MailLimits;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.series.mail.Reading;
import org.beeyard.series.mail.SeriesReader;
import org.beeyard.series.patchwork.Ledger.Fate;
import org.beeyard.series.patchwork.Questions.About;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
                (series, why) -> ledger.settled(server.name(), series, Fate.LOST, why));
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
            take(server, series, patches);
        }
    }

    private void take(Server server, Said.Series series, List<Said.Patch> patches) throws Fault {
        SeriesReader reader = new SeriesReader(new MailLimits(limits.patches(), limits.patchSize(), limits.upload()));
        switch (read(server, series, reader)) {
            case Reading.Unreadable(String problem, String _) -> refuse(server, series, patches, problem);
            case Reading.Readable(PostedSeries posted) -> {
                SeriesIntake.Receipt receipt = intake.take(posted, server.name(), Optional.empty(), false);
                QuarkusTransaction.requiringNew()
                        .run(() -> ledger.taken(server.name(), series.id(), receipt.series(), posted));
                log.infof("%s: series %d is series %d here", server.name(), series.id(), receipt.series());
            }
        }
    }

    private Reading read(Server server, Said.Series series, SeriesReader reader) throws Fault {
        try {
            return reader.read(mails(server, series));
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.TOO_LARGE) {
                return new Reading.Unreadable("Its mails are larger than " + limits.upload() + ".", "");
            }
            throw fault;
        }
    }

    /** People are told at its patches; all that is known of it is what the server says. */
    private void refuse(Server server, Said.Series series, List<Said.Patch> patches, String problem) {
        PostedSeries posted = unread(series, patches);
        long refused = intake.refuse(posted, server.name(), problem);
        QuarkusTransaction.requiringNew().run(() -> ledger.refused(server.name(), series.id(), refused, posted));
        log.infof("%s: series %d is refused: %s", server.name(), series.id(), problem);
    }

    private static PostedSeries unread(Said.Series series, List<Said.Patch> patches) {
        Optional<String> first =
                patches.stream().min(Comparator.comparingLong(Said.Patch::id)).map(Said.Patch::msgid);
        String title = Optional.ofNullable(Ledger.clean(series.name()))
                .filter(name -> !name.isBlank())
                .orElse("Series " + series.id());
        return new PostedSeries(
                title,
                submitter(series.submitter()),
                Optional.ofNullable(series.coverLetter())
                        .flatMap(cover -> Optional.ofNullable(cover.msgid()))
                        .or(() -> first)
                        .map(Ledger::messageId),
                Optional.empty(),
                series.version(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static Author submitter(Said.@Nullable Sender sender) {
        String email = sender == null || sender.email() == null ? "nobody@invalid" : sender.email();
        return new Author(sender == null || sender.name() == null ? email : sender.name(), email);
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
