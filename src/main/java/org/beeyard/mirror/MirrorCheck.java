package org.beeyard.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.beeyard.github.GithubConfig;
import org.beeyard.tree.OwnBranch;
import org.beeyard.tree.TreesConfig;

/** What is wrong under {@code trees.*.mirror} in the farm's configuration. Pure. */
public final class MirrorCheck {

    private MirrorCheck() {}

    /** @param linked whether the farm has an address to which pull requests link */
    public static List<String> problems(TreesConfig trees, GithubConfig github, boolean linked) {
        List<String> problems = new ArrayList<>();
        boolean speaks = github.app().isPresent()
                || github.token().filter(text -> !text.isBlank()).isPresent()
                || github.tokenFile().isPresent();
        new TreeMap<>(trees.all())
                .forEach((tree, entry) -> entry.mirror().ifPresent(mirror -> {
                    String key = "trees." + tree + ".mirror";
                    if (!mirror.repository().matches("[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")) {
                        problems.add(key + ".repository: must be like owner/name.");
                    }
                    if (!OwnBranch.fits(tree)) {
                        problems.add(
                                key
                                        + ": no branch can be called by the name of the tree; give it letters, digits, _, - and . only.");
                    }
                    if (mirror.keep().isNegative()) {
                        problems.add(key + ".keep: must not be negative.");
                    }
                    if (speaks && !linked) {
                        problems.add(key + ": pull requests link to farm.url, which is not there.");
                    }
                }));
        return problems;
    }
}
