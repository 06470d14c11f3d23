package org.beeyard.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;

/** Members let series be tested whose authors are not known. */
@ApplicationScoped
public class Approvals {

    private final SeriesIntake intake;
    private final Audit audit;

    Approvals(SeriesIntake intake, Audit audit) {
        this.intake = intake;
        this.audit = audit;
    }

    /** False when it does not wait for that. Afterwards it is to be {@linkplain SeriesIntake#announce announced}. */
    @Transactional
    public boolean approve(long series, Actor by, String how) {
        boolean done = intake.approve(series);
        if (done) {
            audit.note(by, Act.APPROVE, "series " + series, how);
        }
        return done;
    }
}
