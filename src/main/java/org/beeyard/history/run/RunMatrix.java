package org.beeyard.history.run;

import java.util.List;
import java.util.Optional;
import org.beeyard.history.run.RunDetail.JobRow;
import org.beeyard.plan.JobKind;

/**
 * A run's jobs as people think of them: suites down, architectures and compilers across. Pure.
 *
 * @param columns in the order in which the run has them
 */
public record RunMatrix(List<String> columns, List<Line> lines) {

    public RunMatrix {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** @param cells one a column; empty where the suite is not run */
    public record Line(String name, List<Optional<JobRow>> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    static RunMatrix of(List<JobRow> all) {
        // Probes are of pools: several may share a place, and none is a suite's.
        List<JobRow> jobs = all.stream()
                .filter(job -> !job.kind().equals(JobKind.PROBE.name()))
                .toList();
        List<String> columns =
                jobs.stream().map(job -> job.place().column()).distinct().toList();
        List<Line> lines = jobs.stream()
                .map(job -> job.place().row())
                .distinct()
                .map(row -> new Line(
                        row,
                        columns.stream()
                                .map(column -> jobs.stream()
                                        .filter(job -> job.place().row().equals(row)
                                                && job.place().column().equals(column))
                                        .findFirst())
                                .toList()))
                .toList();
        return new RunMatrix(columns, lines);
    }

    /** Whether it says more than a list. */
    public boolean useful() {
        return columns.size() > 1;
    }
}
