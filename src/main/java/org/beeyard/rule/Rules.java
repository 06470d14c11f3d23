package org.beeyard.rule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Keeps the rules, also those that count no more. */
@ApplicationScoped
public class Rules {

    /** So many may count at a time: each run's verdict looks at all. */
    static final int MOST = 2000;

    private static final String ROWS = """
            select r.id, r.kind, r.tests, r.tree, r.suite, r.arch, r.owner, r.reason, r.link, r.expires, r.made_by, r.made_at, r.ended_at from rule r
            """;

    private final EntityManager database;
    private final Audit audit;
    private final Clock clock;

    Rules(EntityManager database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Those that count now.
     *
     * @param tree on this one; all when absent
     */
    @Transactional
    public List<Rule> counting(@Nullable String tree) {
        return read(
                ROWS
                        + " where r.ended_at is null and r.expires >= ?1 and (cast(?2 as text) is null or coalesce(r.tree, ?2) = ?2) order by r.tests, r.id limit "
                        + MOST,
                today(),
                tree);
    }

    /**
     * Lines of a DENYLIST for a suite.
     *
     * @param since rules that have ended after this count, too
     */
    @Transactional
    public List<String> denied(String tree, String suite, String arch, Instant since) {
        return read(
                        ROWS
                                + " where (r.ended_at is null or r.ended_at > ?2) and r.expires >= ?1 and coalesce(r.tree, ?3) = ?3 order by r.tests, r.id limit "
                                + MOST,
                        LocalDate.ofInstant(since, ZoneOffset.UTC),
                        since,
                        tree)
                .stream()
                .map(Rule::terms)
                .filter(terms -> terms.kind() == RuleKind.DENY && terms.isFor(suite, arch))
                .map(terms -> terms.tests().text())
                .toList();
    }

    /** The newest of those that count no more, by hand or by their day. */
    @Transactional
    public List<Rule> ended() {
        return read(
                ROWS
                        + " where r.ended_at is not null or r.expires < ?1 order by coalesce(r.ended_at, r.expires) desc, r.id desc limit 50",
                today());
    }

    @Transactional
    public Optional<Rule> find(long id) {
        return read(ROWS + " where r.id = ?1", id).stream().findFirst();
    }

    /** Makes one that counts from now on; runs that were judged before keep their verdicts. */
    @Transactional(rollbackOn = RuleWish.Refused.class)
    public long make(RuleWish wish, Actor by) throws RuleWish.Refused {
        return keep(terms(wish), by);
    }

    /**
     * Makes a rule of each entry of a DENYLIST file, all or none. Entries of which there is one already are left out.
     *
     * @param model what the file does not say; its reason stands where an entry has none
     * @return how many were made
     */
    @Transactional(rollbackOn = RuleWish.Refused.class)
    public int load(String file, RuleWish model, Actor by) throws RuleWish.Refused {
        List<String> problems = new ArrayList<>();
        List<Rule.Terms> wanted = new ArrayList<>();
        for (DenyList.Entry entry : DenyList.entries(file)) {
            RuleWish wish = model.of(entry.tests(), entry.why().isEmpty() ? model.reason() : entry.why());
            try {
                wanted.add(wish.terms(today()));
            } catch (RuleWish.Refused e) {
                problems.add("Line " + entry.line() + ": " + e.getMessage());
            }
        }
        if (wanted.isEmpty() && problems.isEmpty()) {
            problems.add("The list names no test.");
        }
        if (!problems.isEmpty()) {
            throw new RuleWish.Refused(problems.subList(0, Math.min(20, problems.size())));
        }
        List<Rule.Terms> there =
                new ArrayList<>(counting(null).stream().map(Rule::terms).toList());
        int made = 0;
        for (Rule.Terms terms : wanted) {
            if (there.stream().noneMatch(known -> known.same(terms))) {
                keep(terms, by);
                there.add(terms);
                made++;
            }
        }
        return made;
    }

    /** Takes one back. False when there is none that counts. */
    @Transactional
    public boolean end(long id, Actor by) {
        boolean ended = database.createNativeQuery(
                                "update rule set ended_at = ?2, ended_by = ?3 where id = ?1 and ended_at is null and expires >= ?4")
                        .setParameter(1, id)
                        .setParameter(2, clock.instant())
                        .setParameter(3, by.name())
                        .setParameter(4, today())
                        .executeUpdate()
                == 1;
        if (ended) {
            audit.note(by, Act.RULE_ENDED, "rule " + id, "");
        }
        return ended;
    }

    Rule.Terms terms(RuleWish wish) throws RuleWish.Refused {
        return wish.terms(today());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private long keep(Rule.Terms terms, Actor by) throws RuleWish.Refused {
        Number known = (Number)
                database.createNativeQuery("select count(*) from rule where ended_at is null and expires >= ?1")
                        .setParameter(1, today())
                        .getSingleResult();
        if (known.intValue() >= MOST) {
            throw new RuleWish.Refused(List.of("There are " + MOST + " rules already; take some back first."));
        }
        Number id = (Number) database.createNativeQuery("""
                        insert into rule (kind, tests, tree, suite, arch, owner, reason, link, expires, made_by, made_at)
                        values (?1, ?2, cast(?3 as text), cast(?4 as text), cast(?5 as text), ?6, ?7, cast(?8 as text), ?9, ?10, ?11) returning id
                        """)
                .setParameter(1, terms.kind().name())
                .setParameter(2, terms.tests().text())
                .setParameter(3, terms.tree().orElse(null))
                .setParameter(4, terms.suite().orElse(null))
                .setParameter(5, terms.arch().orElse(null))
                .setParameter(6, terms.owner())
                .setParameter(7, terms.reason())
                .setParameter(8, terms.link().orElse(null))
                .setParameter(9, terms.expires())
                .setParameter(10, by.name())
                .setParameter(11, clock.instant())
                .getSingleResult();
        audit.note(
                by,
                Act.RULE_MADE,
                "rule " + id,
                terms.kind().words() + ": " + terms.tests().text() + " until " + terms.expires() + ".");
        return id.longValue();
    }

    private List<Rule> read(String sql, @Nullable Object... parameters) {
        return Sql.rows(database, sql, parameters).stream().map(Rules::rule).toList();
    }

    private static Rule rule(Object[] r) {
        return new Rule(
                ((Number) r[0]).longValue(),
                new Rule.Terms(
                        RuleKind.valueOf((String) r[1]),
                        TestPattern.of((String) r[2]).orElseThrow(),
                        Optional.ofNullable((String) r[3]),
                        Optional.ofNullable((String) r[4]),
                        Optional.ofNullable((String) r[5]),
                        (String) r[6],
                        (String) r[7],
                        Optional.ofNullable((String) r[8]),
                        (LocalDate) r[9]),
                (String) r[10],
                (Instant) r[11],
                Optional.ofNullable((Instant) r[12]));
    }
}
