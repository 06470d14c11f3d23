package org.beeyard.tree;

import java.util.regex.Pattern;

/**
 * A branch in somebody's repository that is the farm's to write: that of a mirrored series, or the copy of a tree on which such stand.
 * There are no others, so nothing else can be pushed to.
 */
public record OwnBranch(String name) {

    private static final String TREE = "[A-Za-z0-9][A-Za-z0-9_-]{0,60}(?:\\.[A-Za-z0-9_-]{1,60}){0,8}";
    private static final String SERIES = "series/[0-9]{1,18}(?:-[0-9]{1,18})?=>";
    private static final String BASE = "_base";
    private static final Pattern FORM = Pattern.compile(SERIES + TREE + "|" + TREE + BASE);

    /** @throws IllegalArgumentException when it is none */
    public OwnBranch {
        if (!FORM.matcher(name).matches() || name.endsWith(".lock")) {
            throw new IllegalArgumentException("the farm has no branch " + name);
        }
    }

    /** Whether a tree of that name can have branches. */
    public static boolean fits(String tree) {
        return tree.matches(TREE) && !tree.endsWith(".lock");
    }

    /** The tree as it is elsewhere. */
    public static OwnBranch base(String tree) {
        return new OwnBranch(tree + BASE);
    }

    public String ref() {
        return "refs/heads/" + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
