package org.beeyard.series.github;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.beeyard.series.OfferedCommits.Commit;

/**
 * A fork brings the files of GitHub's own CI in commits of their own, which are nobody's patches. They are left out: at the start by
 * what they say, anywhere by what they touch. So is what touches nothing. Pure.
 */
final class CiFiles {

    private static final Pattern SUBJECT = Pattern.compile("(?i)add(?:ing|s)? (?:the )?ci files?\\.?");

    private CiFiles() {}

    static List<Commit> without(List<Commit> commits) {
        List<Commit> patches = new ArrayList<>();
        for (Commit commit : commits) {
            boolean leading = patches.isEmpty()
                    && SUBJECT.matcher(commit.subject().strip()).matches();
            if (!leading && !commit.paths().stream().allMatch(CiFiles::isCi)) {
                patches.add(commit);
            }
        }
        return patches;
    }

    private static boolean isCi(String path) {
        return path.startsWith(".github/") || path.startsWith("ci/");
    }
}
