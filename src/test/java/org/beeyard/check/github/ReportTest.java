package org.beeyard.check.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.beeyard.check.github.Report.Finding;
import org.beeyard.check.github.Report.JobLine;
import org.beeyard.github.Markdown;
import org.beeyard.github.Said;
import org.junit.jupiter.api.Test;

/** What check runs tell beyond their titles. */
class ReportTest {

    private static final JobLine JOB =
            new JobLine(1, "beeyard-bpf-x86_64-test_progs", "test_progs x86_64 gcc", "FAILED", "2 of 9 failed.");
    private static final String BOUNDS = "tools/testing/selftests/bpf/prog_tests/bounds.c";

    @Test
    void has_the_verdicts_table() {
        Said.Output output = Report.summary(
                "1 new failure.",
                "https://farm.example/runs/7",
                List.of(JOB),
                List.of(failure("bounds", "why\nline 2")));
        assertThat(output.title()).isEqualTo("1 new failure.");
        assertThat(output.summary()).isEqualTo("""
                1 new failure.

                [All of it on the farm](https://farm.example/runs/7)

                | Job | State | |
                |---|---|---|
                | test\\_progs x86\\_64 gcc | FAILED | 2 of 9 failed. |
                """);
        assertThat(output.text()).isEqualTo("""
                | Verdict | Test | Base | Patched | Job |
                |---|---|---|---|---|
                | NEW_FAILURE | bounds | PASS | FAIL | test\\_progs x86\\_64 gcc |

                #### bounds
                ```
                why
                line 2
                ```
                """);
    }

    @Test
    void keeps_strangers_words_words() {
        Said.Output output = Report.ofJob(
                "Title",
                "",
                JOB,
                List.of(failure("[a](http://evil) @team <img> | `x`", "``` out\n@everyone ```` <b>")));
        assertThat(output.text())
                .contains("| \\[a\\]\\(http\\://evil\\) \\@team \\<img\\> \\| \\`x\\` |")
                .contains("\n`````\n``` out\n@everyone ```` <b>\n`````\n");
    }

    @Test
    void has_at_most_what_github_takes() {
        List<Finding> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(failure("bounds " + i, "€".repeat(5000)));
        }
        Said.Output output = Report.summary("Title", "", List.of(JOB), many);
        assertThat(output.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(Markdown.MOST);
        assertThat(output.text()).endsWith("the farm's page has all of it.\n");
    }

    @Test
    void names_the_source_where_the_tree_has_it() {
        Finding known = new Finding("KNOWN_FAILURE", "j", "test_progs", "bounds", "bounds", "FAIL", "FAIL", null);
        assertThat(Report.annotations(List.of(known, failure("bounds", null), failure("gone", "x")), Set.of(BOUNDS)))
                .containsExactly(new Said.Annotation(
                        BOUNDS, 1, "bounds on test_progs x86_64 gcc", "It fails with the patches; its base: PASS."));
        assertThat(SelftestSource.of("test_progs_no_alu32", "verifier_and"))
                .hasValue("tools/testing/selftests/bpf/progs/verifier_and.c");
        assertThat(SelftestSource.of("test_progs", "../../x")).isEmpty();
        assertThat(SelftestSource.of("test_maps", "test_hashmap")).isEmpty();
    }

    private static Finding failure(String title, String detail) {
        return new Finding("NEW_FAILURE", JOB.name(), "test_progs", title, title, "PASS", "FAIL", detail);
    }
}
