package org.beeyard.check;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Trouble;
import org.jboss.logging.Logger;

/** Brings publications to where they are shown, to each destination in a loop of its own: one that is slow or hangs holds up no other. */
@ApplicationScoped
class Outbox {

    private static final Logger log = Logger.getLogger(Outbox.class);

    private final Scheduler scheduler;
    private final Instance<CheckPublisher> publishers;
    private final Claims claims;

    Outbox(Scheduler scheduler, Instance<CheckPublisher> publishers, Claims claims) {
        this.scheduler = scheduler;
        this.publishers = publishers;
        this.claims = claims;
    }

    void started(@Observes StartupEvent event) {
        if (!scheduler.isStarted()) {
            return; // nothing is done again and again
        }
        for (CheckPublisher publisher : publishers) {
            scheduler
                    .newJob("outbox-" + publisher.destination())
                    .setInterval("1s")
                    .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                    .setTask(_ -> empty(publisher))
                    .schedule();
        }
    }

    private void empty(CheckPublisher publisher) {
        List<Claimed> claimed = claims.take(publisher.destination());
        while (!claimed.isEmpty()) {
            byObject(claimed).values().forEach(notices -> say(publisher, notices));
            claimed = claims.take(publisher.destination());
        }
    }

    private void say(CheckPublisher publisher, List<Claimed> notices) {
        try {
            publisher.publish(notices, new CheckPublisher.Report() {
                @Override
                public boolean stillToBeSaid(Claimed notice) {
                    return claims.renew(notice);
                }

                @Override
                public void sent(Claimed notice) {
                    claims.sent(notice);
                }

                @Override
                public void failed(Claimed notice, Trouble why) {
                    claims.failed(notice, why);
                }

                @Override
                public void postponed(Claimed notice, Duration pause) {
                    claims.postponed(notice, pause);
                }
            });
        } catch (RuntimeException e) {
            log.errorf(
                    e,
                    "publications of series %d cannot be said",
                    notices.getFirst().series());
            Trouble trouble = new Trouble("The farm failed: " + e.getMessage(), Trouble.Extent.THIS);
            notices.forEach(notice -> claims.failed(notice, trouble));
        }
    }

    private static Map<String, List<Claimed>> byObject(List<Claimed> claimed) {
        Map<String, List<Claimed>> objects = new LinkedHashMap<>();
        for (Claimed notice : claimed) {
            objects.computeIfAbsent(
                            notice.notice().source() + " " + notice.notice().object(), _ -> new ArrayList<>())
                    .add(notice);
        }
        return objects;
    }
}
