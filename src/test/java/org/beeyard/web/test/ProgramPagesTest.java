package org.beeyard.web.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.program;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.IntStream;
import org.beeyard.IdleFarm;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The programs of a tree's newest base, page by page. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ProgramPagesTest extends PlayedPages {

    @Test
    void a_list_goes_on_on_its_base_when_a_newer_one_was_looked_at_meanwhile() {
        runs.ofPrograms(runs.base(tree, "ba".repeat(20)), null, programs(150));
        String next = page("/veristat?tree=" + name).select("a[rel=next]").attr("href");
        runs.ofPrograms(runs.base(tree, "bb".repeat(20)), null, programs(1));
        Document second = page("/veristat" + next);
        assertThat(second.select("tbody tr")).hasSize(50);
        assertThat(second.select("p.facts").text()).contains("babababababa");
        assertThat(second.select("option[selected]").text()).endsWith("babababababa");
    }

    @Test
    void a_list_of_a_job_that_is_not_there_is_that_of_the_newest_base_from_its_beginning() {
        long run = runs.ofPrograms(runs.base(tree, "bc".repeat(20)), null, programs(3));
        String job =
                page("/runs/" + run).select("td a[href^=/jobs/]").attr("href").replace("/jobs/", "");
        long elsewhere = runs.tree(name + "_elsewhere");
        runs.ofPrograms(runs.base(elsewhere, "bd".repeat(20)), null, programs(2));
        assertThat(page("/veristat?tree=" + name + "&job=999999999&states=1&program=1")
                        .select("tbody tr"))
                .hasSize(3);
        assertThat(page("/veristat?tree=" + name + "_elsewhere&job=" + job).select("tbody tr"))
                .as("a job of another tree")
                .hasSize(2);
    }

    private static TestReport[] programs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> program("pages.bpf.o:x" + i, 10 + i, 100))
                .toArray(TestReport[]::new);
    }
}
