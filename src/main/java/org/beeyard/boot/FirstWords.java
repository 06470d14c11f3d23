package org.beeyard.boot;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that the keys of the farm's YAML file begin with: one that nobody reads would be left out in silence. Pure. */
final class FirstWords {

    /** Whose keys others read, or none of the farm's interfaces. */
    private static final Set<String> OTHERS =
            Set.of("quarkus", "smallrye", "mp", "beeyard.resync", "beeyard.retention");

    /** For anchors. */
    private static final String OWN = "x-";

    /** {@code %prod.} and its like: what follows counts under a profile only. */
    private static final Pattern PROFILE = Pattern.compile("^\"?%[^.]*\\.");

    private static final Pattern WORD = Pattern.compile("^(?:beeyard\\.)?(?:\"[^\"]*\"|[^.\\[]+)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]+)");

    private FirstWords() {}

    /**
     * @param written the keys of the file, and their values
     * @param read the interfaces that read them
     */
    static List<String> problems(Map<String, String> written, List<Class<?>> read) {
        Set<String> known = Stream.concat(read.stream().map(FirstWords::prefix), OTHERS.stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> referred = written.values().stream()
                .flatMap(value -> REFERENCE.matcher(value).results())
                .map(found -> word(found.group(1)))
                .collect(Collectors.toSet());
        return written.keySet().stream()
                .map(key -> PROFILE.matcher(key).replaceFirst(""))
                .filter(key -> known.stream().noneMatch(prefix -> meet(key, prefix)))
                .map(FirstWords::word)
                .filter(word -> !word.startsWith(OWN) && !referred.contains(word))
                .distinct()
                .sorted()
                .map(word -> word + ": there is no such key"
                        + near(word, known)
                                .map(meant -> ". Is " + meant + " meant?")
                                .orElseGet(() -> ", only " + String.join(", ", known) + "."))
                .toList();
    }

    private static String prefix(Class<?> read) {
        return ConfigClass.configClass(read).getPrefix();
    }

    /** Whether one is the other, or stands above it: {@code beeyard:} with nothing below it is no mistake. */
    private static boolean meet(String key, String prefix) {
        return below(key, prefix) || below(prefix, key);
    }

    private static boolean below(String key, String above) {
        return key.startsWith(above)
                && (key.length() == above.length() || ".[".indexOf(key.charAt(above.length())) >= 0);
    }

    /** The first, and of the farm's inner ones the second with it. */
    private static String word(String key) {
        return WORD.matcher(key).results().map(MatchResult::group).findFirst().orElse(key);
    }

    /** What is probably meant: of its letters at least half are right. */
    private static Optional<String> near(String word, Set<String> known) {
        return known.stream()
                .filter(other -> 2 * distance(word, other) <= Math.min(4, word.length()))
                .min(Comparator.comparingInt(other -> distance(word, other)));
    }

    /** The letters to change, to put in and to leave out. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                } else {
                    int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                    row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
                }
            }
            before = row;
        }
        return before[other.length()];
    }
}
