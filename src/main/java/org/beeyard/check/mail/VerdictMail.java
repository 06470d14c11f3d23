package org.beeyard.check.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.check.Check;
import org.beeyard.check.CheckPublisher;
import org.beeyard.check.CheckState;
import org.beeyard.check.MailConfig;
import org.beeyard.check.Notice;
import org.beeyard.check.Standing;
import org.beeyard.check.Standing.Progress;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.FarmConfig;
import org.jspecify.annotations.Nullable;

/**
 * One mail when a series fails, and one when it or a later version passes after that; in reply to its cover letter. Known
 * failures, flaky tests and infrastructure errors are nobody's mail.
 */
@ApplicationScoped
class VerdictMail implements CheckPublisher {

    private static final int FAILURES = 10;

    private final MailConfig config;
    private final FarmConfig farm;
    private final TreesConfig trees;
    private final EntityManager database;
    private final MailServer server;

    VerdictMail(MailConfig config, FarmConfig farm, TreesConfig trees, EntityManager database, MailServer server) {
        this.config = config;
        this.farm = farm;
        this.trees = trees;
        this.database = database;
        this.server = server;
    }

    @Override
    public String destination() {
        return "mail";
    }

    @Override
    public List<Notice> notices(Standing standing, List<Check> checks) {
        if (config.host().isEmpty()
                || !(standing.progress() instanceof Progress.Judged judged)
                || judged.searching()
                || !standing.tree().map(this::wanted).orElse(false)
                || recipients(standing.submitter()).isEmpty()) {
            return List.of();
        }
        CheckState now = switch (judged.state()) {
            case FAILED -> CheckState.FAIL;
            case PASSED, WARNING -> CheckState.SUCCESS;
            case PENDING, RUNNING, ERROR, CANCELLED, CONFLICT -> CheckState.PENDING;
        };
        boolean failed = before(standing.series(), true).equals(Optional.of(CheckState.FAIL.name()));
        boolean news = switch (now) {
            case FAIL -> !before(standing.series(), false).equals(Optional.of(CheckState.FAIL.name()));
            case SUCCESS -> failed;
            case PENDING, WARNING -> false;
        };
        return news
                ? List.of(new Notice(
                        MailServer.NAME,
                        Long.toString(standing.series()),
                        "verdict",
                        now,
                        judged.sentence(),
                        farm.address("/runs/" + judged.run())))
                : List.of();
    }

    private boolean wanted(String tree) {
        TreesConfig.Entry entry = trees.all().get(tree);
        return entry != null && entry.mail();
    }

    /** What was mailed last about the series, or about any version of it. A mail that waits or was given up has told nobody. */
    private Optional<String> before(long series, boolean anyVersion) {
        return database.createNativeQuery(
                        anyVersion
                                ? """
                                  select p.shown from series s join series v on v.topic_id = s.topic_id join publication p on p.series_id = v.id
                                   where s.id = ?1 and p.destination = 'mail' and p.shown is not null order by p.sent_at desc limit 1
                                  """
                                : "select shown from publication where series_id = ?1 and destination = 'mail' and shown is not null",
                        String.class)
                .setParameter(1, series)
                .getResultStream()
                .findFirst()
                .map(String.class::cast);
    }

    private Recipients recipients(String submitter) {
        return Recipients.of(config, submitter.replaceAll("^.*<|>$", ""));
    }

    @Override
    public boolean takesBack() {
        return false;
    }

    @Override
    public Optional<String> withheld(String source) {
        return config.host().isEmpty() ? Optional.of("no mail.host is configured") : Optional.empty();
    }

    @Override
    public void publish(List<Claimed> notices, Report report) {
        for (Claimed notice : notices) {
            Optional<Duration> pause = server.leftAlone();
            if (pause.isPresent()) {
                report.postponed(notice, pause.get());
            } else if (report.stillToBeSaid(notice)) {
                send(notice, report);
            }
        }
    }

    private void send(Claimed notice, Report report) {
        Mail mail = QuarkusTransaction.requiringNew().call(() -> mail(notice));
        try {
            server.take(mail);
            report.sent(notice);
        } catch (Trouble trouble) {
            report.failed(notice, trouble);
        }
    }

    @Override
    public Optional<Map<String, Notice>> shown(String source, String object) {
        return Optional.empty();
    }

    private Mail mail(Claimed claimed) {
        long run = claimed.run().orElseThrow();
        Object[] row =
                (Object[]) database.createNativeQuery("""
                        select s.title, s.submitter, s.message_id, t.name, b.commit_id,
                               (select count(*) from finding f where f.run_id = r.id and f.verdict in ('NEW_FAILURE', 'MISSING'))
                          from run r join series s on s.id = r.series_id join base b on b.id = r.base_id join tree t on t.id = b.tree_id
                         where r.id = ?1
                        """).setParameter(1, run).getSingleResult();
        List<VerdictText.Failure> failures = claimed.notice().state() == CheckState.FAIL ? failures(run) : List.of();
        VerdictText text = new VerdictText(
                claimed.notice().state(),
                (String) row[0],
                claimed.notice().description(),
                claimed.notice().targetUrl(),
                row[3] + " " + ((String) row[4]).substring(0, 12),
                failures,
                failures.isEmpty() ? 0 : ((Number) row[5]).intValue() - failures.size());
        Recipients recipients = recipients((String) row[1]);
        Mail mail = new Mail()
                .setSubject(text.subject())
                .setText(text.body())
                .setTo(recipients.to())
                .setCc(recipients.cc())
                // The same at each try: who gets it twice sees one.
                .addHeader(
                        "Message-ID",
                        "<run-" + run + "-" + claimed.notice().state().word() + "." + farm.instance() + "@"
                                + config.from().orElse("beeyard@localhost").replaceAll("^.*@|[<>\\s]", "") + ">")
                .addHeader("Auto-Submitted", "auto-generated");
        @Nullable String answered = (String) row[2];
        if (answered != null && answered.matches("[^\\s<>]{3,900}")) {
            mail.addHeader("In-Reply-To", "<" + answered + ">").addHeader("References", "<" + answered + ">");
        }
        return mail;
    }

    private List<VerdictText.Failure> failures(long run) {
        List<VerdictText.Failure> failures = new ArrayList<>();
        for (Object row : database.createNativeQuery("""
                        select j.name, f.title, coalesce(f.why, left(f.detail, 65536), '') from finding f join job j on j.id = f.job_id
                         where f.run_id = ?1 and f.verdict in ('NEW_FAILURE', 'MISSING') order by f.id limit ?2
                        """)
                .setParameter(1, run)
                .setParameter(2, FAILURES)
                .getResultList()) {
            Object[] r = (Object[]) row;
            failures.add(new VerdictText.Failure((String) r[0], (String) r[1], (String) r[2]));
        }
        return failures;
    }
}
