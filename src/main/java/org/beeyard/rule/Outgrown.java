package org.beeyard.rule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds known failures that fail no more. Of tests that are denied nobody can tell. */
@ApplicationScoped
public class Outgrown {

    /** Runs of bases in a row that a test must have passed. */
    public static final int PASSES = 15;

    /** How tests of these names stand; a glob has to look at all names. */
    private static final String STANDING = """
            select t.suite, t.test, t.subtest, w.name, v.arch, s.outcome = 0 and s.runs >= ?3
              from (select * from test where test = any (?1) union select * from test where test like any (?2)) t
              join test_standing s on s.test_id = t.id join tree w on w.id = s.tree_id join variant v on v.id = s.variant_id
            """;

    private final EntityManager database;

    Outgrown(EntityManager database) {
        this.database = database;
    }

    private record Stands(Failing test, String tree, boolean passes) {}

    /** The ids of those whose tests pass wherever they ran. */
    @Transactional
    public Set<Long> of(Collection<Rule> rules) {
        List<Rule> known = rules.stream()
                .filter(rule -> rule.terms().kind() == RuleKind.KNOWN_FAILURE)
                .toList();
        if (known.isEmpty()) {
            return Set.of();
        }
        List<Stands> standing = standing(known);
        Map<String, List<Stands>> byName = standing.stream()
                .collect(Collectors.groupingBy(stands -> stands.test().test()));
        return known.stream()
                .filter(rule -> isOutgrown(
                        rule.terms(),
                        rule.terms().tests().isGlob()
                                ? standing
                                : byName.getOrDefault(rule.terms().tests().test(), List.of())))
                .map(Rule::id)
                .collect(Collectors.toSet());
    }

    /** A test's own line tells of its subtests. */
    private static boolean isOutgrown(Rule.Terms terms, List<Stands> standing) {
        List<Stands> named = standing.stream()
                .filter(stands -> terms.tests().subtest().isPresent()
                        || stands.test().subtest().isEmpty())
                .filter(stands -> terms.tree().map(stands.tree()::equals).orElse(true) && terms.names(stands.test()))
                .toList();
        return !named.isEmpty() && named.stream().allMatch(Stands::passes);
    }

    private List<Stands> standing(List<Rule> rules) {
        List<TestPattern> patterns =
                rules.stream().map(rule -> rule.terms().tests()).toList();
        List<Object[]> rows = database.createNativeQuery(STANDING, Object[].class)
                .setParameter(
                        1,
                        patterns.stream()
                                .filter(pattern -> !pattern.isGlob())
                                .map(TestPattern::test)
                                .toArray(String[]::new))
                .setParameter(
                        2,
                        patterns.stream()
                                .filter(TestPattern::isGlob)
                                .map(TestPattern::testLike)
                                .toArray(String[]::new))
                .setParameter(3, PASSES)
                .getResultList();
        return rows.stream()
                .map(r -> new Stands(
                        new Failing(0, (String) r[0], (String) r[4], (String) r[1], (String) r[2]),
                        (String) r[3],
                        (Boolean) r[5]))
                .toList();
    }
}
