package org.beeyard.plan;

/** What a job is called beside its farm and its tree, where others show it. */
public final class JobLabel {

    private JobLabel() {}

    /** @param suite {@code build} for a build */
    public static String of(String arch, String suite, String compiler) {
        return arch + "-" + suite + (compiler.equals("gcc") ? "" : "-" + compiler);
    }
}
