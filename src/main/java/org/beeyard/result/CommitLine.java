package org.beeyard.result;

import java.util.List;
import org.beeyard.tree.CommitId;

/**
 * The commits of a tree from a base on which tests passed to one on which they fail.
 *
 * @param base that is bad
 * @param good the commit of the one that is good
 * @param commits after that one, the oldest first, up to the bad one's; the good one's is the first when what it is built and
 *     tested with has changed since
 * @param whole whether they are all that lie between
 */
record CommitLine(long base, CommitId good, List<CommitId> commits, boolean whole, int most) implements Line {

    private static final int NAMED = 3;

    CommitLine {
        commits = List.copyOf(commits);
    }

    @Override
    public String found(int point, List<String> tests) {
        CommitId first = at(point);
        return first.equals(good)
                ? names(tests) + ": " + good.abbreviated()
                        + " passed them and fails now: not a commit is to blame, but what it is built and tested with"
                        + " (the CI configuration, or the kernel of a part)."
                : names(tests) + ": bad since " + first.abbreviated() + ", the first bad "
                        + (whole ? "commit" : "base that the farm knows; the tree's history does not lead there")
                        + "; good at " + at(point - 1).abbreviated() + ".";
    }

    @Override
    public String unclear(int point, Halving left, List<String> tests, String said) {
        return between(left, tests) + "; " + at(point).abbreviated() + " could not be tested. " + said;
    }

    @Override
    public String enough(Halving left, List<String> tests) {
        return between(left, tests) + "; bisect.base-steps allows no more.";
    }

    private String between(Halving left, List<String> tests) {
        return names(tests) + ": good at " + at(left.good()).abbreviated() + ", bad at "
                + at(left.bad()).abbreviated() + ", one of " + (left.bad() - left.good()) + " commits is to blame";
    }

    CommitId at(int point) {
        return point == 0 ? good : commits.get(point - 1);
    }

    static String names(List<String> tests) {
        int more = tests.size() - NAMED;
        return String.join(", ", tests.subList(0, Math.min(tests.size(), NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
