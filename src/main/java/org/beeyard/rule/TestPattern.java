package org.beeyard.rule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tests, as a line of the selftests' DENYLIST files says it: {@code test} is a test with all its subtests, {@code test/subtest}
 * a subtest alone, and an asterisk stands for anything. Pure.
 *
 * @param subtest absent when the test is meant as a whole
 */
public record TestPattern(String test, Optional<String> subtest) {

    static final int LONGEST = 300;

    /** Of all characters. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /** Empty for what names no test. A {@code #} begins a comment in those files and can be no part of a name; the asterisk stands for it, too. */
    public static Optional<TestPattern> of(String text) {
        String name = text.strip();
        int slash = name.indexOf('/');
        String test = slash < 0 ? name : name.substring(0, slash);
        Optional<String> subtest = slash < 0 ? Optional.empty() : Optional.of(name.substring(slash + 1));
        boolean named = !test.isBlank() && !subtest.map(String::isBlank).orElse(false);
        return !named || name.length() > LONGEST || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '#')
                ? Optional.empty()
                : Optional.of(new TestPattern(test, subtest));
    }

    @JsonValue
    public String text() {
        return subtest.map(sub -> test + "/" + sub).orElse(test);
    }

    /** @param ofSubtest empty for the test itself */
    boolean names(String ofTest, String ofSubtest) {
        return matches(test, ofTest)
                && subtest.map(sub -> !ofSubtest.isEmpty() && matches(sub, ofSubtest))
                        .orElse(true);
    }

    /** Whether the test's own part stands for several. */
    boolean isGlob() {
        return test.contains("*");
    }

    /** The test's part for SQL's {@code like}. */
    String testLike() {
        return like(test);
    }

    /** No name that it stands for comes before, byte by byte: what an index finds whatever a plan knows of the pattern. */
    String testFrom() {
        return test.substring(0, isGlob() ? test.indexOf('*') : test.length());
    }

    /** No such name comes after. */
    String testTo() {
        return isGlob() ? testFrom() + LAST : test;
    }

    /** The subtest's part for SQL's {@code like}: anything when the test is meant as a whole. */
    String subtestLike() {
        return subtest.map(TestPattern::like).orElse("%");
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.compile(
                        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                        Pattern.DOTALL)
                .matcher(name)
                .matches();
    }

    private static String like(String pattern) {
        return pattern.replaceAll("[\\\\%_]", "\\\\$0").replace('*', '%');
    }
}
