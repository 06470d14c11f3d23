package org.beeyard.series.github;

import java.util.List;
import java.util.regex.Pattern;
import org.beeyard.github.GithubRepositories.Repository;

/**
 * Which branches are tested without a pull request. {@code *} stands for anything but a slash, {@code **} for anything, as in GitHub's own
 * filters. Pure.
 */
final class Watched {

    /** Names that can be written into an address, a ref and a page as they are. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+@=-]{0,199}");

    private Watched() {}

    static boolean is(Repository repository, String branch) {
        return !repository.config().base().filter(branch::equals).isPresent()
                && is(repository.config().branches().orElse(List.of()), branch);
    }

    static boolean is(List<String> globs, String branch) {
        return PLAIN.matcher(branch).matches() && globs.stream().anyMatch(glob -> branch.matches(pattern(glob)));
    }

    /** What all names that it matches begin with. */
    static String beginning(String glob) {
        int star = glob.indexOf('*');
        return star < 0 ? glob : glob.substring(0, star);
    }

    private static String pattern(String glob) {
        StringBuilder pattern = new StringBuilder();
        for (String part : glob.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
            pattern.append(
                    switch (part) {
                        case "*" -> "[^/]*";
                        case "**" -> ".*";
                        default -> Pattern.quote(part);
                    });
        }
        return pattern.toString();
    }
}
