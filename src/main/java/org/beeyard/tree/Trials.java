package org.beeyard.tree;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.beeyard.tree.KernelTrees.UnknownTree;

/** Applies a series to one candidate tree after the other until it fits. */
@ApplicationScoped
class Trials {

    private final KernelTrees trees;
    private final Bases bases;

    Trials(KernelTrees trees, Bases bases) {
        this.trees = trees;
        this.bases = bases;
    }

    /** How it went on the tree where it fits, or on the first one that was tried: of several it is the likeliest. */
    record Trial(TreeChoice.Candidate on, Bases.Adopted base, Application outcome) {

        String place() {
            return base.place();
        }
    }

    /** @param candidates at least one */
    Trial run(WaitingSeries series, List<TreeChoice.Candidate> candidates) throws IOException, UnknownTree {
        Trial first = on(series, candidates.getFirst());
        Trial trial = first;
        for (int i = 1; i < candidates.size() && !fits(trial.outcome()); i++) {
            trial = on(series, candidates.get(i));
        }
        return fits(trial.outcome()) ? trial : first;
    }

    private static boolean fits(Application outcome) {
        return switch (outcome) {
            case Application.Applied _, Application.AlreadyApplied _ -> true;
            case Application.Conflict _, Application.Unfit _, Application.Ungrounded _ -> false;
        };
    }

    private Trial on(WaitingSeries series, TreeChoice.Candidate candidate) throws IOException, UnknownTree {
        Bases.Adopted base = bases.lastKnown(candidate.tree());
        CommitId ground = base.commit();
        for (Prerequisites.Earlier earlier : series.before().open()) {
            Optional<String> problem = Optional.empty();
            switch (trees.apply(ground, series.id() + "-after-" + earlier.id(), earlier.changes())) {
                case Application.Applied applied -> ground = applied.head();
                case Application.AlreadyApplied _ -> {}
                case Application.Conflict conflict -> problem = Optional.of(conflict.place());
                case Application.Unfit unfit -> problem = Optional.of(unfit.reason());
                case Application.Ungrounded(String why) -> problem = Optional.of(why);
            }
            if (problem.isPresent()) {
                return new Trial(
                        candidate,
                        base,
                        new Application.Ungrounded("It depends on \"" + earlier.title() + "\" (series " + earlier.id()
                                + "), which does not apply to " + base.place() + ": " + problem.get() + "."));
            }
        }
        return new Trial(candidate, base, trees.apply(ground, Long.toString(series.id()), series.changes()));
    }
}
