package org.beeyard.job;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.plan.JobKind;
import org.beeyard.plan.PlannedJob;
import org.beeyard.plan.Script;
import org.jspecify.annotations.Nullable;

/** One node of a run's graph. */
@Entity
public class Job extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Run run;

    private String name;

    @Enumerated(EnumType.STRING)
    private JobKind kind;

    private String arch;
    private String compiler;
    private @Nullable String suite;
    private String pool;
    private String kernelConfig;
    private String[] tests;
    private String[] deny;

    @Enumerated(EnumType.STRING)
    private JobState state;

    private Instant since;
    private @Nullable Instant finishedAt;
    private @Nullable String sentence;
    private String @Nullable [] onlyTests;
    private @Nullable String scriptPath;

    @Enumerated(EnumType.STRING)
    private Script.@Nullable Where scriptWhere;

    @Enumerated(EnumType.STRING)
    private Script.@Nullable Report scriptReport;

    private @Nullable Integer scriptSeconds;
    private boolean blocking = true;

    @ManyToMany
    @JoinTable(
            name = "job_need",
            joinColumns = @JoinColumn(name = "job_id"),
            inverseJoinColumns = @JoinColumn(name = "needs_id"))
    private List<Job> needs = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected Job() {}

    Job(Run run, PlannedJob planned, List<Job> needs, Instant now) {
        this.run = run;
        this.name = planned.name();
        this.kind = planned.kind();
        this.arch = planned.arch();
        this.compiler = planned.compiler();
        this.suite = planned.suite().orElse(null);
        this.pool = planned.pool();
        this.kernelConfig = planned.kernelConfig();
        this.tests = planned.tests().toArray(String[]::new);
        this.deny = planned.deny().toArray(String[]::new);
        planned.script().ifPresent(this::script);
        this.blocking = planned.blocking();
        this.needs.addAll(needs);
        this.state = JobState.BLOCKED;
        this.since = now;
    }

    /**
     * A job as another one, in another run.
     *
     * @param onlyTests that its attempts run; empty for all
     */
    Job(Run run, Job model, List<Job> needs, List<String> onlyTests, Instant now) {
        this.run = run;
        this.name = model.name;
        this.kind = model.kind;
        this.arch = model.arch;
        this.compiler = model.compiler;
        this.suite = model.suite;
        this.pool = model.pool;
        this.kernelConfig = model.kernelConfig;
        this.tests = model.tests;
        this.deny = model.deny;
        model.script().ifPresent(this::script);
        this.blocking = model.blocking;
        this.onlyTests = onlyTests.isEmpty() ? null : onlyTests.toArray(String[]::new);
        this.needs.addAll(needs);
        this.state = JobState.BLOCKED;
        this.since = now;
    }

    public long id() {
        return id;
    }

    public Run run() {
        return run;
    }

    public String name() {
        return name;
    }

    public JobKind kind() {
        return kind;
    }

    public String arch() {
        return arch;
    }

    public String compiler() {
        return compiler;
    }

    public Optional<String> suite() {
        return Optional.ofNullable(suite);
    }

    public String pool() {
        return pool;
    }

    public String kernelConfig() {
        return kernelConfig;
    }

    public List<String> tests() {
        return List.of(tests);
    }

    public List<String> deny() {
        return List.of(deny);
    }

    List<String> onlyTests() {
        return onlyTests == null ? List.of() : List.of(onlyTests);
    }

    /** What it runs when its suite is a custom one. */
    public Optional<Script> script() {
        return scriptPath == null || scriptWhere == null || scriptReport == null || scriptSeconds == null
                ? Optional.empty()
                : Optional.of(new Script(scriptPath, scriptWhere, scriptReport, scriptSeconds));
    }

    /** Whether its failures are worth a second look in a fresh VM. */
    public boolean confirmed() {
        return kind == JobKind.TEST
                && blocking
                && script().map(script -> script.where() == Script.Where.VM).orElse(true);
    }

    private void script(Script script) {
        scriptPath = script.path();
        scriptWhere = script.where();
        scriptReport = script.report();
        scriptSeconds = script.seconds();
    }

    public JobState state() {
        return state;
    }

    public List<Job> needs() {
        return needs;
    }

    /** Whether it is what the plan asks for. */
    boolean does(PlannedJob planned) {
        return name.equals(planned.name())
                && kernelConfig.equals(planned.kernelConfig())
                && tests().equals(planned.tests())
                && deny().equals(planned.deny())
                && blocking == planned.blocking()
                && script().equals(planned.script());
    }

    void become(JobState next, @Nullable String words, Instant now) {
        if (state.terminal()) {
            return;
        }
        state = next;
        since = now;
        sentence = words == null ? sentence : words;
        finishedAt = next.terminal() ? now : null;
    }
}
