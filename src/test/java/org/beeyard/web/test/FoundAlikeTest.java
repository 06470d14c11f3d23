package org.beeyard.web.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.beeyard.history.run.RunDetail.FindingRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoundAlikeTest {

    @Test
    void a_test_that_fails_alike_in_several_jobs_is_one_row_with_all_of_them() {
        List<FoundAlike> rows = FoundAlike.alike(List.of(
                finding(1, "NEW_FAILURE", "a", "x86_64"),
                finding(2, "NEW_FAILURE", "b", "x86_64"),
                finding(3, "NEW_FAILURE", "a", "s390x")));
        assertThat(rows).extracting(row -> row.first().title()).containsExactly("a", "b");
        assertThat(rows.getFirst().all()).extracting(FindingRow::id).containsExactly(1L, 3L);
    }

    @Test
    void what_is_new_in_one_job_and_known_in_another_is_told_of_each() {
        assertThat(FoundAlike.alike(
                        List.of(finding(1, "NEW_FAILURE", "a", "x86_64"), finding(2, "KNOWN_FAILURE", "a", "s390x"))))
                .hasSize(2);
    }

    @Test
    void the_first_new_failure_that_says_why_is_open() {
        assertThat(FoundAlike.alike(List.of(
                        finding(1, "NEW_FAILURE", "a", "x86_64"),
                        finding(2, "KNOWN_FAILURE", "b", "x86_64", "why"),
                        finding(3, "NEW_FAILURE", "c", "x86_64", "why"),
                        finding(4, "NEW_FAILURE", "d", "x86_64", "why"))))
                .extracting(FoundAlike::open)
                .containsExactly(false, false, true, false);
    }

    private static FindingRow finding(long id, String verdict, String title, String arch) {
        return finding(id, verdict, title, arch, null);
    }

    private static FindingRow finding(long id, String verdict, String title, String arch, @Nullable String detail) {
        return new FindingRow(
                verdict,
                id,
                "test_progs " + arch,
                title,
                false,
                "PASS",
                "FAIL",
                detail,
                null,
                id,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
