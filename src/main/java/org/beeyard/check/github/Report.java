package org.beeyard.check.github;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.check.CheckState;
import org.beeyard.github.Markdown;
import org.beeyard.github.Said;
import org.jspecify.annotations.Nullable;

/** What a check run tells beyond its title. Pure. */
final class Report {

    private static final int EXCERPT = 4_000;
    private static final int MESSAGE = 2_000;
    private static final int TITLE = 200;

    /** Of a check run; those beyond are only in the text. */
    static final int ANNOTATIONS = 200;

    private static final Set<String> FRESH = Set.of("NEW_FAILURE", "MISSING");

    private Report() {}

    record JobLine(long id, String check, String name, String state, String sentence) {}

    /**
     * @param test of a suite; none when the finding is of a whole job
     * @param base outcomes there and with the patches
     */
    record Finding(
            String verdict,
            String job,
            @Nullable String suite,
            @Nullable String test,
            String title,
            @Nullable String base,
            @Nullable String patched,
            @Nullable String detail) {

        boolean isFresh() {
            return FRESH.contains(verdict);
        }

        Optional<String> source() {
            return suite == null || test == null ? Optional.empty() : SelftestSource.of(suite, test);
        }
    }

    static Said.Output summary(String title, String page, List<JobLine> jobs, List<Finding> findings) {
        List<String> table = new ArrayList<>();
        table.add(Markdown.inline(title) + "\n\n");
        link(page, table);
        if (!jobs.isEmpty()) {
            table.add("| Job | State | |\n|---|---|---|\n");
            for (JobLine job : jobs) {
                table.add("| " + Markdown.inline(job.name()) + " | " + job.state() + " | "
                        + Markdown.inline(job.sentence()) + " |\n");
            }
        }
        return new Said.Output(title, Markdown.bounded(table), text(findings));
    }

    static Said.Output ofJob(String title, String page, JobLine job, List<Finding> findings) {
        List<String> words = new ArrayList<>();
        words.add("**" + Markdown.inline(job.name()) + "**: " + Markdown.inline(title) + "\n\n");
        if (!job.sentence().isBlank()) {
            words.add(Markdown.inline(job.sentence()) + "\n\n");
        }
        link(page, words);
        return new Said.Output(title, Markdown.bounded(words), text(findings));
    }

    private static void link(String page, List<String> words) {
        if (!page.isEmpty()) {
            words.add("[All of it on the farm](" + page + ")\n\n");
        }
    }

    private static String text(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "Nothing differs from the base, and nothing is broken in both.\n";
        }
        List<String> parts = new ArrayList<>();
        parts.add("| Verdict | Test | Base | Patched | Job |\n|---|---|---|---|---|\n");
        for (Finding finding : findings) {
            parts.add("| " + finding.verdict() + " | " + Markdown.inline(finding.title()) + " | "
                    + outcome(finding.base()) + " | " + outcome(finding.patched()) + " | "
                    + Markdown.inline(finding.job()) + " |\n");
        }
        for (Finding finding : findings) {
            if (finding.isFresh()
                    && finding.detail() != null
                    && !finding.detail().isBlank()) {
                parts.add("\n#### " + Markdown.inline(finding.title()) + "\n"
                        + Markdown.fenced(cut(finding.detail(), EXCERPT)));
            }
        }
        return Markdown.bounded(parts);
    }

    private static String outcome(@Nullable String outcome) {
        return outcome == null ? "–" : outcome;
    }

    /**
     * New failures at the tests' sources.
     *
     * @param there the files of which it is known that the tree has them
     */
    static List<Said.Annotation> annotations(List<Finding> findings, Set<String> there) {
        List<Said.Annotation> annotations = new ArrayList<>();
        for (Finding finding : findings) {
            Optional<String> source = finding.source().filter(there::contains);
            if (finding.isFresh() && source.isPresent() && annotations.size() < ANNOTATIONS) {
                String words = finding.detail() == null || finding.detail().isBlank()
                        ? "It fails with the patches; its base: " + outcome(finding.base()) + "."
                        : finding.detail();
                annotations.add(new Said.Annotation(
                        source.get(), 1, cut(finding.title() + " on " + finding.job(), TITLE), cut(words, MESSAGE)));
            }
        }
        return annotations;
    }

    static Said.State state(CheckState state) {
        return switch (state) {
            case PENDING -> Said.State.PENDING;
            case SUCCESS -> Said.State.SUCCESS;
            case WARNING -> Said.State.NEUTRAL;
            case FAIL -> Said.State.FAILURE;
        };
    }

    private static String cut(String text, int most) {
        String clean = text.replace("\0", "");
        return clean.length() <= most ? clean : clean.substring(0, most - 1) + "…";
    }
}
