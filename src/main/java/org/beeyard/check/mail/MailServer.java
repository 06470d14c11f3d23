package org.beeyard.check.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/** The server that takes the farm's mails, and is left alone when it does not answer. */
@ApplicationScoped
class MailServer {

    static final String NAME = "smtp";

    private static final Logger log = Logger.getLogger(MailServer.class);

    /** Servers are seen to look at a mail for so long before they take it. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Mailer mailer;
    private final Pauses pauses;

    MailServer(Mailer mailer, PausesConfig pauses, Clock clock) {
        this.mailer = mailer;
        this.pauses = new Pauses(pauses, clock, log::log);
    }

    /** Empty when it may be asked. */
    Optional<Duration> leftAlone() {
        return pauses.left(NAME);
    }

    void take(Mail mail) throws Trouble {
        try {
            mailer.send(mail);
        } catch (RuntimeException e) {
            throw trouble(e.getCause() == null ? e : e.getCause());
        }
        pauses.well(NAME);
    }

    /** Without an answer the server is not well; once it was reached, it may take the mail yet. */
    private Trouble trouble(Throwable cause) {
        String why = "The mail server did not take it: "
                + Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getSimpleName());
        if (!isSilence(cause)) {
            return new Trouble(why, Trouble.Extent.THIS);
        }
        boolean reached = !(cause instanceof ConnectException || cause instanceof UnknownHostException);
        Fault fault = new Fault(
                Fault.Kind.UNREACHABLE, why, Optional.empty(), reached ? Optional.of(LATE) : Optional.empty());
        pauses.failed(NAME, fault);
        return Trouble.of(fault);
    }

    /** Anything else is the server's answer to this mail, or a fault of the mail's own. */
    private static boolean isSilence(Throwable cause) {
        return cause instanceof TimeoutException
                || cause instanceof VertxException
                || !(cause instanceof RuntimeException || cause instanceof SMTPException);
    }
}
