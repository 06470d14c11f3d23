package org.beeyard.rule;

import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule as people ask for one, in the fields of the form and of the API.
 *
 * @param kind KNOWN_FAILURE or DENY
 * @param tests as {@link TestPattern} reads it
 * @param tree empty or absent for all; suite and arch likewise
 * @param expires a day such as 2027-01-31
 */
public record RuleWish(
        @Nullable String kind,
        @Nullable String tests,
        @Nullable String tree,
        @Nullable String suite,
        @Nullable String arch,
        @Nullable String owner,
        @Nullable String reason,
        @Nullable String link,
        @Nullable String expires) {

    private static final int LONGEST = 500;
    private static final int MOST_DAYS = 366;

    /** What is wrong with a wish, all of it; for people. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient List<String> problems;

        Refused(List<String> problems) {
            super(String.join(" ", problems));
            this.problems = List.copyOf(problems);
        }

        public List<String> problems() {
            return problems;
        }
    }

    /** @param today in UTC */
    Rule.Terms terms(LocalDate today) throws Refused {
        List<String> problems = new ArrayList<>();
        Optional<RuleKind> wantedKind = kindOf(text(kind).orElse(""));
        if (wantedKind.isEmpty()) {
            problems.add("kind: must be KNOWN_FAILURE or DENY.");
        }
        Optional<TestPattern> pattern = TestPattern.of(text(tests).orElse(""));
        if (pattern.isEmpty()) {
            problems.add("tests: name a test, or test/subtest, in at most " + TestPattern.LONGEST
                    + " characters; * stands for anything, also for #.");
        } else if (pattern.get().test().replace("*", "").isEmpty()) {
            problems.add("tests: a rule for every test would hide everything; name some of them.");
        }
        required("owner", owner, "say whom to ask about it", problems);
        required("reason", reason, "say why; the next reader was not there", problems);
        for (String part : new String[] {
            text(tree).orElse(""), text(suite).orElse(""), text(arch).orElse("")
        }) {
            if (part.length() > LONGEST) {
                problems.add("tree, suite, arch: are at most " + LONGEST + " characters.");
            }
        }
        if (!text(link).map(RuleWish::isWeb).orElse(true)) {
            problems.add("link: must begin with http:// or https://, and have no spaces.");
        }
        Optional<LocalDate> day = day(text(expires).orElse(""));
        if (day.isEmpty() || day.get().isBefore(today) || day.get().isAfter(today.plusDays(MOST_DAYS))) {
            problems.add("expires: must be a day such as " + today.plusDays(30) + ", from today to in " + MOST_DAYS
                    + " days. Who still needs it then looks at it once more.");
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return new Rule.Terms(
                wantedKind.orElseThrow(),
                pattern.orElseThrow(),
                text(tree),
                text(suite),
                text(arch),
                text(owner).orElseThrow(),
                text(reason).orElseThrow(),
                text(link),
                day.orElseThrow());
    }

    RuleWish of(String otherTests, @Nullable String otherReason) {
        return new RuleWish(kind, otherTests, tree, suite, arch, owner, otherReason, link, expires);
    }

    /** With another's fields where this one has none. */
    public RuleWish or(RuleWish other) {
        return new RuleWish(
                kind == null ? other.kind : kind,
                tests == null ? other.tests : tests,
                tree == null ? other.tree : tree,
                suite == null ? other.suite : suite,
                arch == null ? other.arch : arch,
                owner == null ? other.owner : owner,
                reason == null ? other.reason : reason,
                link == null ? other.link : link,
                expires == null ? other.expires : expires);
    }

    /** Who stands for it and why has no part in what it would do, and may be said later. */
    public RuleWish forRehearsal() {
        return new RuleWish(kind, tests, tree, suite, arch, "nobody yet", "none yet", link, expires);
    }

    private static void required(String name, @Nullable String field, String why, List<String> problems) {
        String said = text(field).orElse("");
        if (said.isEmpty() || said.length() > LONGEST) {
            problems.add(name + ": " + why + ", in at most " + LONGEST + " characters.");
        }
    }

    /** Empty fields, as forms send them, ask nothing. */
    private static Optional<String> text(@Nullable String field) {
        return Optional.ofNullable(field)
                .map(text -> text.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(text -> !text.isEmpty());
    }

    private static boolean isWeb(String link) {
        try {
            String scheme = String.valueOf(URI.create(link).getScheme());
            return link.length() <= LONGEST && (scheme.equals("http") || scheme.equals("https"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<RuleKind> kindOf(String text) {
        try {
            return Optional.of(RuleKind.valueOf(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
