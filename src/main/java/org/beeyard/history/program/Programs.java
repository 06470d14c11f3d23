package org.beeyard.history.program;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.outcome;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.beeyard.history.Rows;
import org.beeyard.history.TestName;
import org.beeyard.history.Variant;
import org.jspecify.annotations.Nullable;

/** Reads what veristat says of programs: of a run against its base, and over bases. */
@ApplicationScoped
public class Programs {

    public static final int LIST = 100;
    private static final int BASES = 60;

    /** The run's day names the partition. */
    private static final String OF_RUN =
            " from program_change c where c.run_id = ?1 and c.day = (select cast(r.finished_at at time zone 'UTC' as date) from run r where r.id = ?1)";

    private final EntityManager database;

    Programs(EntityManager database) {
        this.database = database;
    }

    /**
     * A program that is not as on the base.
     *
     * @param what REFUSED, GREW, ADDED, GONE, SHRANK or ACCEPTED
     * @param place in the run's list, the worst first
     */
    public record ChangeRow(
            TestName program,
            long job,
            String jobName,
            String what,
            int place,
            @Nullable Integer baseStates,
            @Nullable Integer states,
            @Nullable Integer baseInstructions,
            @Nullable Integer instructions) {

        @JsonProperty
        public @Nullable String statesGrowth() {
            return growth(baseStates, states);
        }

        @JsonProperty
        public @Nullable String instructionsGrowth() {
            return growth(baseInstructions, instructions);
        }

        private static @Nullable String growth(@Nullable Integer before, @Nullable Integer now) {
            if (before == null || now == null || before.equals(now)) {
                return null;
            }
            double percent = 100.0 * (now - before) / Math.max(1, before);
            return String.format(Locale.ROOT, Math.abs(percent) < 0.1 ? "%+.3f %%" : "%+.1f %%", percent);
        }
    }

    /** Nothing of a run that is not judged yet. */
    @Transactional
    public ProgramCounts counts(long run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Rows.of(database, "select c.what, count(*)" + OF_RUN + " group by c.what", run)
                .forEach(r -> counts.put((String) r[0], number(r[1])));
        return new ProgramCounts(
                counts.getOrDefault("REFUSED", 0L),
                counts.getOrDefault("GREW", 0L),
                counts.getOrDefault("ADDED", 0L),
                counts.getOrDefault("GONE", 0L),
                counts.getOrDefault("SHRANK", 0L),
                counts.getOrDefault("ACCEPTED", 0L));
    }

    public ProgramCounts ofNewestRun(long series) {
        return Rows.of(database, "select max(r.id) from run r where r.series_id = ?1 and r.kind = 'SERIES'", series)
                .map(r -> counts(number(r[0])))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The worst first.
     *
     * @param what only these, when given
     * @param text in the program's name, when given
     * @param job only of this one, when given
     * @param after only those behind this place
     */
    @Transactional
    public List<ChangeRow> changes(
            long run, @Nullable String what, @Nullable String text, @Nullable Long job, int after) {
        return Rows.of(
                        database,
                        "select t.suite, t.test, t.subtest, j.id, j.name, x.what, x.place, x.base_states, x.states, x.base_instructions, x.instructions from (select c.*"
                                + OF_RUN + """
                                  and c.place > ?2 and (cast(?3 as text) is null or c.what = cast(?3 as text))
                                  and (cast(?5 as bigint) is null or c.job_id = cast(?5 as bigint))) x
                                  join test t on t.id = x.test_id join job j on j.id = x.job_id
                                 where cast(?4 as text) is null or position(lower(cast(?4 as text)) in lower(t.test)) > 0
                                 order by x.place limit\s""" + LIST,
                        run,
                        after,
                        what,
                        text,
                        job)
                .map(r -> new ChangeRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        number(r[3]),
                        (String) r[4],
                        (String) r[5],
                        (int) number(r[6]),
                        (Integer) r[7],
                        (Integer) r[8],
                        (Integer) r[9],
                        (Integer) r[10]))
                .toList();
    }

    /** A veristat job of a base that came to an end. */
    public record BaseJob(String tree, long job, String name, long run, String commit) {}

    /** The newest of each name, of all trees that have had one lately. */
    @Transactional
    public List<BaseJob> newest() {
        return Rows.of(database, """
                        select distinct on (w.name, j.name) w.name, j.id, j.name, r.id, b.commit_id
                          from tree w
                         cross join lateral (select z.id, z.commit_id from base z where z.tree_id = w.id order by z.id desc limit 20) b
                          cross join lateral (select run_of_base(b.id) as id offset 0) r
                          join lateral (
                               select y.id, y.name from job y where y.run_id = r.id and y.suite like 'veristat%' and y.state in ('PASSED', 'FAILED') offset 0) j on true
                         order by w.name, j.name, b.id desc
                        """).map(Programs::baseJob).toList();
    }

    /** Nothing when the job is none of these. */
    @Transactional
    public Optional<BaseJob> ofBase(long job) {
        return Rows.of(database, """
                        select w.name, j.id, j.name, r.id, b.commit_id
                          from job j join run r on r.id = j.run_id and r.kind = 'BASE' join base b on b.id = r.base_id join tree w on w.id = b.tree_id
                         where j.id = ?1 and j.suite like 'veristat%' and j.state in ('PASSED', 'FAILED')
                        """, job).map(Programs::baseJob).findFirst();
    }

    private static BaseJob baseJob(Object[] r) {
        return new BaseJob((String) r[0], number(r[1]), (String) r[2], number(r[3]), (String) r[4]);
    }

    /** @param id for the next page, with the states */
    public record ProgramRow(
            TestName program,
            int id,
            @Nullable Integer states,
            @Nullable Integer instructions) {}

    /**
     * The programs that the job's verifier accepted, those of the most states first.
     *
     * @param text in the program's name, when given
     * @param states with {@code id} of the row behind which the list goes on, nothing for its beginning
     */
    @Transactional
    public List<ProgramRow> accepted(long job, @Nullable String text, @Nullable Integer states, int id) {
        return Rows.of(database, """
                        select t.suite, t.test, t.subtest, t.id, e.states, e.instructions
                          from (select y.id, cast(y.created_at at time zone 'UTC' as date) as day from attempt y
                                 where y.job_id = ?1 and y.purpose <> 'CONFIRM' and y.state in ('PASSED', 'FAILED') order by y.number desc limit 1) a
                          join program_effort e on e.attempt_id = a.id and e.day = a.day
                          join test t on t.id = e.test_id
                         where (cast(?2 as text) is null or position(lower(cast(?2 as text)) in lower(t.test)) > 0)
                           and (cast(?3 as int) is null or (-coalesce(e.states, 0), t.id) > (-cast(?3 as int), ?4))
                         order by -coalesce(e.states, 0), t.id limit\s""" + LIST, job, text, states, id)
                .map(r -> new ProgramRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        (int) number(r[3]),
                        (Integer) r[4],
                        (Integer) r[5]))
                .toList();
    }

    private record Line(String tree, Variant variant) {}

    /**
     * On the newest bases of every tree that has the program; nothing of a test that is none. {@code offset 0} keeps the planner
     * from joining with all jobs there are.
     */
    public List<ProgramTrend> trends(int test) {
        Map<Line, List<ProgramTrend.Point>> lines = new LinkedHashMap<>();
        Rows.of(database, """
                        select w.name, v.arch, v.compiler, v.accelerator, b.run_id, b.commit_id, x.status, e.states, e.instructions
                          from test t join test_standing s on s.test_id = t.id join tree w on w.id = s.tree_id join variant v on v.id = s.variant_id
                          cross join lateral (
                               select z.id, z.commit_id, run_of_base(z.id) as run_id from base z where z.tree_id = s.tree_id order by z.id desc limit ?2) b
                          join lateral (
                               select y.id from job y where y.run_id = b.run_id and y.suite = t.suite and y.arch = v.arch and y.compiler = v.compiler offset 0) j on true
                          join lateral (
                               select y.id, cast(y.created_at at time zone 'UTC' as date) as day from attempt y
                                where y.job_id = j.id and y.purpose <> 'CONFIRM' and y.state in ('PASSED', 'FAILED') order by y.number desc limit 1) a on true
                          join test_result x on x.attempt_id = a.id and x.test_id = t.id and x.day = a.day and x.variant_id = v.id
                          left join program_effort e on e.attempt_id = a.id and e.test_id = t.id and e.day = a.day and x.status = 0
                         where t.id = ?1 and t.suite like 'veristat%' order by w.name, v.arch, v.compiler, v.accelerator, b.id
                        """, test, BASES)
                .forEach(r -> lines.computeIfAbsent(
                                new Line((String) r[0], new Variant((String) r[1], (String) r[2], (String) r[3])),
                                _ -> new ArrayList<>())
                        .add(new ProgramTrend.Point(
                                number(r[4]), (String) r[5], outcome(r[6]), (Integer) r[7], (Integer) r[8])));
        return lines.entrySet().stream()
                .map(line ->
                        new ProgramTrend(line.getKey().tree(), line.getKey().variant(), line.getValue()))
                .toList();
    }
}
