package org.beeyard.result;

import java.util.List;
import org.beeyard.tree.CommitId;

/**
 * The commits of a tree from a base on which tests passed to one on which they fail, or on which a job ended well to one on which it does not.
 *
 * @param base that is bad
 * @param good the commit of the one that is good
 * @param commits after that one, the oldest first, up to the bad one's; the good one's is the first when what it is built and
 *     tested with has changed since; the bad one's is there twice when it is not sure that it is bad
 * @param job that does not end well, if it is that and not tests
 * @param whole whether they are all that lie between
 */
record CommitLine(long base, CommitId good, List<CommitId> commits, boolean whole, String job, int most)
        implements Line {

    private static final int NAMED = 3;

    CommitLine {
        commits = List.copyOf(commits);
    }

    @Override
    public String found(int point, List<String> tests) {
        CommitId first = at(point);
        String what = subject(job, tests) + ": ";
        if (first.equals(good)) {
            return what + good.abbreviated() + (tests.isEmpty() ? " ended it well" : " passed them")
                    + " and fails now: not a commit is to blame, but what it is built and tested with"
                    + " (the CI configuration, or the kernel of a part).";
        }
        if (first.equals(at(point - 1))) {
            return what + first.abbreviated() + " is good when it is tried again: no commit is to blame.";
        }
        return what + "bad since " + first.abbreviated() + ", the first bad "
                + (whole ? "commit" : "base that the farm knows; the tree's history does not lead there") + "; good at "
                + at(point - 1).abbreviated() + ".";
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
        long commitsLeft =
                commits.subList(left.good(), left.bad()).stream().distinct().count();
        return subject(job, tests) + ": good at " + at(left.good()).abbreviated() + ", bad at "
                + at(left.bad()).abbreviated() + ", one of " + commitsLeft + " commits is to blame";
    }

    CommitId at(int point) {
        return point == 0 ? good : commits.get(point - 1);
    }

    /** What is bad: the tests, or the whole job. */
    static String subject(String job, List<String> tests) {
        if (tests.isEmpty()) {
            return job;
        }
        int more = tests.size() - NAMED;
        return String.join(", ", tests.subList(0, Math.min(tests.size(), NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
