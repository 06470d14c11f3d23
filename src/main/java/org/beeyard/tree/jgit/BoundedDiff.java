package org.beeyard.tree.jgit;

import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/**
 * Where lines repeat so often that a histogram tells nothing, JGit goes on with an algorithm that takes a time that grows with the square of
 * the lines. Here it does only where they are few; many are replaced as a whole.
 */
final class BoundedDiff extends DiffAlgorithm {

    private static final int FEW = 4000;

    private BoundedDiff() {}

    static DiffAlgorithm create() {
        HistogramDiff histogram = new HistogramDiff();
        histogram.setFallbackAlgorithm(new BoundedDiff());
        return histogram;
    }

    @Override
    public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S before, S after) {
        return before.size() + after.size() <= FEW
                ? MyersDiff.INSTANCE.diffNonCommon(comparator, before, after)
                : EditList.singleton(new Edit(0, before.size(), 0, after.size()));
    }
}
