package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;

/** What people have done with runs. */
@ApplicationScoped
public class RunActs {

    private final EntityManager database;
    private final Retests retests;
    private final SeriesIntake intake;
    private final Audit audit;
    private final Clock clock;
    private final Event<SeriesChanged> changed;

    RunActs(
            EntityManager database,
            Retests retests,
            SeriesIntake intake,
            Audit audit,
            Clock clock,
            Event<SeriesChanged> changed) {
        this.database = database;
        this.retests = retests;
        this.intake = intake;
        this.audit = audit;
        this.clock = clock;
        this.changed = changed;
    }

    public sealed interface Answer {

        /** The series is looked at again from the start. */
        record Again(long series) implements Answer {}

        /** There is another run. */
        record Planned(long run) implements Answer {}

        record Cancelled(long run) implements Answer {}

        /** Its pin is as it was wanted. */
        record Pinned(long run) implements Answer {}

        /** It cannot be done now; the words are for people. */
        record Refused(String why) implements Answer {}
    }

    /** Empty when there is no such run. Who plans runs is to be told when there is one more: {@link RunPlanning#announce}. */
    @Transactional
    public Optional<Answer> retest(long id, Retests.Wish wish, Actor by) {
        return locked(id).map(run -> {
            Answer answer = switch (run.kind()) {
                case SERIES -> wish.whole() ? again(run) : retests.some(run, wish);
                case BASE -> wish.whole() ? retests.base(run) : new Answer.Refused("A base is tested as a whole.");
                case BISECT ->
                    new Answer.Refused(
                            run.seriesId().isPresent()
                                    ? "This run tries some patches of a series; retest the run of the whole series."
                                    : "This run tries a commit between two bases; retest the base.");
                case PROBE -> new Answer.Refused("This is a look at the pools; have another on the page /farm.");
            };
            if (answer instanceof Answer.Planned) {
                run.seriesId().ifPresent(series -> changed.fire(new SeriesChanged(series)));
            }
            note(answer, by, Act.RETEST, id, wish.words());
            return answer;
        });
    }

    /** Ends the run's jobs. Empty when there is no such run. */
    @Transactional
    public Optional<Answer> cancel(long id, Actor by) {
        return locked(id).map(run -> {
            if (!run.unfinished()) {
                return new Answer.Refused("The run has ended already.");
            }
            Cancellation.cancel(database, run, "stopped by hand", clock.instant());
            run.seriesId().ifPresent(series -> changed.fire(new SeriesChanged(series)));
            Answer answer = new Answer.Cancelled(id);
            note(answer, by, Act.CANCEL, id, "");
            return answer;
        });
    }

    /** Keeps the run's logs and artifacts until it is unpinned. Empty when there is no such run. */
    @Transactional
    public Optional<Answer> pin(long id, Actor by) {
        return locked(id).map(run -> {
            run.pin(by.name(), clock.instant());
            return pinned(id, Act.PIN, by);
        });
    }

    /** Leaves the run to retention. Empty when there is no such run. */
    @Transactional
    public Optional<Answer> unpin(long id, Actor by) {
        return locked(id).map(run -> {
            run.unpin();
            return pinned(id, Act.UNPIN, by);
        });
    }

    private Answer pinned(long id, Act act, Actor by) {
        Answer answer = new Answer.Pinned(id);
        note(answer, by, act, id, "");
        return answer;
    }

    public Optional<RunKind> kind(long id) {
        return Optional.ofNullable(database.find(Run.class, id)).map(Run::kind);
    }

    private Answer again(Run run) {
        long series = run.seriesId().orElseThrow();
        return intake.retest(series)
                ? new Answer.Again(series)
                : new Answer.Refused("A newer version has taken the series' place; retest that.");
    }

    private Optional<Run> locked(long id) {
        return Optional.ofNullable(database.find(Run.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    private void note(Answer answer, Actor by, Act act, long run, String detail) {
        switch (answer) {
            case Answer.Again _, Answer.Planned _, Answer.Cancelled _, Answer.Pinned _ ->
                audit.note(by, act, "run " + run, detail);
            case Answer.Refused _ -> {}
        }
    }
}
