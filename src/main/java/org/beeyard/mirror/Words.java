package org.beeyard.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.beeyard.github.Markdown;
import org.beeyard.protocol.Sha256;
import org.beeyard.tree.CommitId;

/**
 * What a pull request says. What strangers wrote stands in fences, where it calls nobody and closes nothing. Pure.
 *
 * @param farm its address, without a slash at the end
 */
record Words(String tree, String farm) {

    static final String CONFLICT = "merge-conflict";

    private static final String MARK = "<!-- beeyard: series ";
    private static final int LONGEST_TITLE = 250;
    private static final int LONGEST_COVER = 48 << 10;
    private static final Pattern OWN = Pattern.compile("V\\d+(-ci-(pass|fail))?", Pattern.CASE_INSENSITIVE);

    String title(Version version) {
        String title = version.title().replaceAll("\\s+", " ").strip();
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
    }

    String body(Version version) {
        StringBuilder body = new StringBuilder();
        body.append(heading(version)).append(" by\n\n").append(Markdown.fenced(version.submitter()));
        if (!version.cover().isBlank()) {
            String cover = version.cover();
            body.append('\n')
                    .append(Markdown.fenced(
                            cover.length() <= LONGEST_COVER ? cover : cover.substring(0, LONGEST_COVER) + "\n…"));
        }
        body.append(
                "\nThe patches were posted to a mailing list, and are reviewed there. The branch is written by the farm alone.\n");
        return body + Comment.mark(about(version) + digest(title(version) + "\n" + body));
    }

    /** Whether a body is the one that {@link #body} would give, but for what somebody may have added. */
    boolean isBodyOf(Version version, String body) {
        String own = body(version);
        return body.contains(own.substring(own.lastIndexOf("<!--")));
    }

    /** Whether a body tells of that version. */
    boolean tellsOf(Version version, String body) {
        int last = body.lastIndexOf(MARK); // one in a cover letter is not the last
        return last >= 0 && body.startsWith(MARK + about(version).substring("series ".length()), last);
    }

    private static String about(Version version) {
        return "series " + version.series() + " ";
    }

    /** @param shown what the branch has */
    Comment news(Wanted.Shown what, CommitId shown) {
        Version version = what.version();
        String words = shown.equals(what.head())
                ? "Its " + version.patches() + (version.patches() == 1 ? " patch is" : " patches are") + " on `" + tree
                        + "` at " + what.on().abbreviated() + "."
                : "It has the patches that are here already, and the branch stays as it is.";
        return Comment.of(
                about(version) + "at " + shown.abbreviated(), heading(version) + " has come. " + words + "\n");
    }

    Comment conflict(Version version) {
        return Comment.of(
                about(version) + "in conflict",
                heading(version) + " does not apply, and the branch still has what was there before.\n\n"
                        + Markdown.fenced(version.problem()));
    }

    Comment end(Wanted.Over over) {
        return Comment.of(
                about(over.version()) + "over " + digest(over.why()),
                heading(over.version()) + " is tested no more.\n\n" + Markdown.fenced(over.why()));
    }

    private String heading(Version version) {
        String name = "Version " + version.number();
        String posted = version.posting().isEmpty() ? name : "[" + name + "](" + version.posting() + ")";
        return posted + " of the series ([tests](" + farm + "/series/" + version.series() + "))";
    }

    /** The farm's labels, and those of others that are there. */
    Set<String> labels(Version version, boolean conflict, Set<String> there) {
        Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        there.stream().filter(label -> !isOwn(label)).forEach(labels::add);
        List<String> own = new ArrayList<>(List.of("V" + version.number(), tree));
        if (conflict) {
            own.add(CONFLICT);
        } else {
            version.passed().ifPresent(passed -> own.add("V" + version.number() + (passed ? "-ci-pass" : "-ci-fail")));
        }
        labels.addAll(own);
        return labels;
    }

    private boolean isOwn(String label) {
        return OWN.matcher(label).matches()
                || List.of(CONFLICT, tree.toLowerCase(Locale.ROOT)).contains(label.toLowerCase(Locale.ROOT));
    }

    private static String digest(String text) {
        return Sha256.hex(text).substring(0, 12);
    }
}
