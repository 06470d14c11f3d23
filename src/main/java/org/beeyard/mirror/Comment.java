package org.beeyard.mirror;

/**
 * A comment on a pull request.
 *
 * @param name by which it is found again; no two of a pull request have the same
 * @param text with the mark of the name
 */
record Comment(String name, String text) {

    static Comment of(String name, String words) {
        return new Comment(name, words + "\n" + mark(name));
    }

    /** Not shown by GitHub, and kept. */
    static String mark(String name) {
        return "<!-- beeyard: " + name + " -->";
    }

    boolean isIn(String body) {
        return body.contains(mark(name));
    }
}
