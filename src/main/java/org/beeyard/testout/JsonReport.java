package org.beeyard.testout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a script says what it found: {@code {"tests": [{"test", "subtest", "outcome", "millis", "excerpt"}], "sentence"}}. Pure.
 *
 * @param sentence in the script's own words
 */
public record JsonReport(List<TestReport> tests, Optional<String> sentence) {

    public static final int LONGEST = 4 << 20;

    private static final int MOST_TESTS = 20_000;
    private static final int LONGEST_SENTENCE = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public JsonReport {
        tests = List.copyOf(tests);
    }

    /** It says nothing that can be understood; the message is a clause. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    public static JsonReport of(String text) throws Unreadable {
        JsonNode all = tree(text);
        JsonNode listed = all.path("tests");
        if (!listed.isArray() && !all.path("sentence").isTextual()) {
            throw new Unreadable("it has neither tests nor a sentence");
        }
        if (listed.size() > MOST_TESTS) {
            throw new Unreadable("it has more than " + MOST_TESTS + " tests");
        }
        List<TestReport> tests = new ArrayList<>();
        for (JsonNode test : listed) {
            tests.add(test(test, tests.size() + 1));
        }
        return new JsonReport(
                whole(tests),
                Optional.ofNullable(text(all, "sentence"))
                        .map(words -> words.substring(0, Math.min(words.length(), LONGEST_SENTENCE))));
    }

    /** A verdict goes by tests: where only subtests are told, their test is as the worst of them. */
    private static List<TestReport> whole(List<TestReport> told) {
        Set<String> whole = told.stream()
                .filter(test -> test.subtest() == null)
                .map(TestReport::test)
                .collect(Collectors.toSet());
        Map<String, TestReport> worst = new LinkedHashMap<>();
        told.stream()
                .filter(test -> !whole.contains(test.test()))
                .map(test -> new TestReport(test.test(), null, test.outcome(), -1, test.excerpt()))
                .forEach(test ->
                        worst.merge(test.test(), test, (a, b) -> b.outcome().compareTo(a.outcome()) > 0 ? b : a));
        return Stream.concat(told.stream(), worst.values().stream()).toList();
    }

    private static JsonNode tree(String text) throws Unreadable {
        try {
            JsonNode all = JSON.readTree(text);
            if (all == null || !all.isObject()) {
                throw new Unreadable("it is no JSON object");
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static TestReport test(JsonNode node, int number) throws Unreadable {
        String name = text(node, "test");
        if (name == null || name.isBlank()) {
            throw new Unreadable("its test " + number + " has no name");
        }
        String subtest = text(node, "subtest");
        return new TestReport(
                name,
                subtest == null || subtest.isBlank() ? null : subtest,
                outcome(text(node, "outcome"), number),
                node.path("millis").asInt(-1),
                text(node, "excerpt"));
    }

    private static Outcome outcome(@Nullable String word, int number) throws Unreadable {
        if (word != null) {
            for (Outcome outcome : Outcome.values()) {
                if (outcome.name().equals(word.toUpperCase(Locale.ROOT))) {
                    return outcome;
                }
            }
        }
        throw new Unreadable("its test " + number + " has no outcome that is known");
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : null;
    }
}
