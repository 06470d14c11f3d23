package org.beeyard.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Report;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;

/** Speaks to servers of one kind, each the source of its notices, and leaves one that is in trouble alone for a while. */
public final class Speaker {

    private final Pauses pauses;

    public Speaker(Pauses pauses) {
        this.pauses = pauses;
    }

    public interface Question<A> {
        A ask() throws Fault;
    }

    /** Looks what the object of a notice shows, and gives what says those notices of it that it does not show. */
    public interface Look {
        Saying at(Notice notice) throws Trouble;
    }

    public interface Saying {
        void say(Claimed notice) throws Fault;
    }

    public <A> A ask(String server, Question<A> question) throws Trouble {
        try {
            return question.ask();
        } catch (Fault fault) {
            throw trouble(server, fault);
        }
    }

    /** As {@link CheckPublisher#publish} is to. */
    public void publish(List<Claimed> notices, Report report, Look look) {
        if (postponed(notices, report)) {
            return;
        }
        try {
            Saying saying = look.at(notices.getFirst().notice());
            notices.forEach(notice -> say(notice, saying, report));
        } catch (Trouble trouble) {
            notices.forEach(notice -> report.failed(notice, trouble));
        }
    }

    private void say(Claimed notice, Saying saying, Report report) {
        if (postponed(List.of(notice), report) || !report.stillToBeSaid(notice)) {
            return;
        }
        String server = notice.notice().source();
        try {
            saying.say(notice);
            pauses.well(server);
            report.sent(notice);
        } catch (Fault fault) {
            report.failed(notice, trouble(server, fault));
        }
    }

    private boolean postponed(List<Claimed> notices, Report report) {
        Optional<Duration> pause = pauses.left(notices.getFirst().notice().source());
        pause.ifPresent(left -> notices.forEach(notice -> report.postponed(notice, left)));
        return pause.isPresent();
    }

    private Trouble trouble(String server, Fault fault) {
        if (fault.concernsAll()) {
            pauses.failed(server, fault);
        }
        return Trouble.of(fault);
    }
}
