package org.beeyard.history.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.testout.BuildWarning;

/** The warnings of builds that the base's builds have not. Pure. */
final class FreshWarnings {

    private FreshWarnings() {}

    /** @param all how many there were, when not all of them are {@code kept} */
    record Build(String name, int all, List<BuildWarning> kept) {

        Build {
            kept = List.copyOf(kept);
        }

        private boolean whole() {
            return kept.size() >= all;
        }
    }

    /** @param jobs whose builds gave it */
    public record Row(String file, int line, String words, List<String> jobs) {

        public Row {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A line moves with what is put before it, and an offset with what is compiled before it: neither makes a warning new. Of a
     * build whose base's is not known, or not known whole, nothing is said.
     *
     * @param base by the build's name
     */
    static List<Row> of(List<Build> builds, Map<String, Build> base) {
        Map<BuildWarning, List<String>> fresh = new LinkedHashMap<>();
        for (Build build : builds) {
            Build before = base.get(build.name());
            if (before != null && before.whole()) {
                Map<BuildWarning, Integer> old = new HashMap<>();
                before.kept().forEach(warning -> old.merge(key(warning), 1, Integer::sum));
                build.kept().stream()
                        .filter(warning -> old.merge(key(warning), -1, Integer::sum) < 0)
                        .forEach(warning -> fresh.computeIfAbsent(warning, _ -> new ArrayList<>())
                                .add(build.name()));
            }
        }
        return fresh.entrySet().stream()
                .map(e ->
                        new Row(e.getKey().file(), e.getKey().line(), e.getKey().words(), e.getValue()))
                .toList();
    }

    private static BuildWarning key(BuildWarning warning) {
        return new BuildWarning(warning.file(), 0, warning.words().replaceAll("\\+0x[0-9a-f]+", ""));
    }
}
