package org.beeyard.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which failures rules speak of. Pure. */
public final class Coverage {

    private Coverage() {}

    /**
     * Each failure with the first rule that names it. A test fails when a subtest of it does and says no more than that: when
     * rules name every subtest of it that fails, they name it, too.
     *
     * @param failing all of the run
     * @param rules that count on its tree
     */
    public static Map<Failing, Rule> of(Collection<Failing> failing, List<Rule> rules) {
        Map<Failing, Rule> covered = new HashMap<>();
        if (rules.isEmpty()) {
            return covered;
        }
        failing.forEach(f -> direct(f, rules).ifPresent(rule -> covered.put(f, rule)));
        Map<Failing, List<Failing>> subtests =
                failing.stream().filter(f -> !f.subtest().isEmpty()).collect(Collectors.groupingBy(Coverage::parent));
        for (Failing f : failing) {
            List<Failing> below = f.subtest().isEmpty() ? subtests.getOrDefault(f, List.of()) : List.<Failing>of();
            if (!below.isEmpty() && covered.keySet().containsAll(below)) {
                covered.putIfAbsent(f, covered.get(below.getFirst()));
            }
        }
        return covered;
    }

    private static Optional<Rule> direct(Failing failing, List<Rule> rules) {
        return rules.stream().filter(rule -> rule.terms().names(failing)).findFirst();
    }

    private static Failing parent(Failing subtest) {
        return new Failing(subtest.job(), subtest.suite(), subtest.arch(), subtest.test(), "");
    }
}
