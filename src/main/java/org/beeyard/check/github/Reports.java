package org.beeyard.check.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.check.Check.Subject;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.github.Report.Finding;
import org.beeyard.check.github.Report.JobLine;
import org.beeyard.github.Said;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads what check runs tell. */
@ApplicationScoped
class Reports {

    private static final Logger log = Logger.getLogger(Reports.class);
    private static final int FINDINGS = 500;

    private final EntityManager database;
    private final KernelTrees trees;

    Reports(EntityManager database, KernelTrees trees) {
        this.database = database;
        this.trees = trees;
    }

    private record Read(List<JobLine> jobs, List<Finding> findings, Optional<String> head) {}

    Said.CheckRun of(Claimed claimed, CheckNames names) {
        Read read = QuarkusTransaction.requiringNew()
                .call(() -> claimed.run()
                        .map(run -> read(run, claimed.series(), names))
                        .orElseGet(() -> new Read(List.of(), List.of(), Optional.empty())));
        String title = claimed.notice().description();
        String page = claimed.notice().targetUrl();
        Optional<JobLine> job = read.jobs().stream()
                .filter(line -> line.check().equals(claimed.notice().context()))
                .findFirst();
        if (job.isEmpty()) {
            boolean summary = claimed.notice().context().equals(names.summary());
            return run(
                    claimed,
                    summary ? "series-" + claimed.series() : claimed.notice().context(),
                    Report.summary(title, page, read.jobs(), read.findings()),
                    List.of());
        }
        List<Finding> own = read.findings().stream()
                .filter(finding -> finding.job().equals(job.get().name()))
                .toList();
        return run(
                claimed,
                Long.toString(job.get().id()),
                Report.ofJob(title, page, job.get(), own),
                Report.annotations(own, there(read.head(), own)));
    }

    private static Said.CheckRun run(
            Claimed claimed, String externalId, Said.Output output, List<Said.Annotation> annotations) {
        return new Said.CheckRun(
                claimed.notice().context(),
                claimed.notice().object(),
                externalId,
                Report.state(claimed.notice().state()),
                claimed.notice().targetUrl(),
                output,
                annotations);
    }

    /** Which of the tests' sources the series' tree has. Where this replica has no trees, none is known. */
    private Set<String> there(Optional<String> head, List<Finding> findings) {
        Set<String> paths = findings.stream()
                .filter(Finding::isFresh)
                .flatMap(finding -> finding.source().stream())
                .collect(Collectors.toSet());
        if (head.isEmpty() || paths.isEmpty()) {
            return Set.of();
        }
        try {
            return trees.present(new CommitId(head.get()), paths);
        } catch (IOException e) {
            log.debugf("no sources are known of %s: %s", head.get(), e.getMessage());
            return Set.of();
        }
    }

    private Read read(long run, long series, CheckNames names) {
        List<JobLine> jobs = rows(
                        "select id, name, arch, compiler, coalesce(suite, 'build'), state, coalesce(sentence, '') from jobs_of(?1) order by id",
                        run)
                .stream()
                .map(r -> new JobLine(
                        ((Number) r[0]).longValue(),
                        names.of(new Subject.OfJob((String) r[1], (String) r[2], (String) r[3], (String) r[4])),
                        (String) r[1],
                        (String) r[5],
                        (String) r[6]))
                .toList();
        List<Finding> findings = rows("""
                        select f.verdict, j.name, t.suite, t.test, f.title, f.base, f.patched, coalesce(f.why, left(f.detail, 8000))
                          from finding f join job j on j.id = f.job_id left join test t on t.id = f.test_id
                         where f.run_id = ?1 order by f.id limit %d
                        """.formatted(FINDINGS), run).stream()
                .map(r -> new Finding(
                        (String) r[0],
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        (String) r[4],
                        (String) r[5],
                        (String) r[6],
                        (String) r[7]))
                .toList();
        @Nullable
        Object head =
                rows("select head_commit, id from series where id = ?1", series).getFirst()[0];
        return new Read(jobs, findings, Optional.ofNullable((String) head));
    }

    private List<Object[]> rows(String sql, long id) {
        return database.createNativeQuery(sql, Object[].class)
                .setParameter(1, id)
                .getResultList();
    }
}
