package org.beeyard.result;

import java.util.List;

/**
 * The patches of a series.
 *
 * @param subjects of its patches
 */
record PatchLine(long series, List<String> subjects, int most) implements Line {

    PatchLine {
        subjects = List.copyOf(subjects);
    }

    @Override
    public String found(int point, List<String> tests) {
        return "Patch " + point + " (" + subjects.get(point - 1) + ") is to blame.";
    }

    @Override
    public String unclear(int point, Halving left, List<String> tests, String said) {
        return "Which patch is to blame is not clear: the first " + point + " alone could not be tested. " + said;
    }

    @Override
    public String enough(Halving left, List<String> tests) {
        return "One of the patches " + (left.good() + 1) + " to " + left.bad()
                + " is to blame; bisect.steps allows no more.";
    }
}
