package org.beeyard.client.kpd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An object of a JSON file. What is asked of it is checked, and all that is wrong is told together; what nobody asked for is
 * known in the end. A key that is null is not there.
 */
final class JsonPart {

    private final String path;
    private final String kind;
    private final JsonNode node;
    private final List<String> problems;
    private final Set<String> asked = new HashSet<>();
    private final List<JsonPart> parts = new ArrayList<>();

    private JsonPart(String path, String kind, JsonNode node, List<String> problems) {
        this.path = path;
        this.kind = kind;
        this.node = node;
        this.problems = problems;
    }

    /** @param problems gets what is wrong, a sentence with its key each */
    static JsonPart root(JsonNode node, List<String> problems) {
        return new JsonPart("", "", node, problems);
    }

    List<String> keys() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    String text(String key) {
        if (!has(key)) {
            problem(key, "is missing");
        }
        return text(key, "");
    }

    String text(String key, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            problem(key, "must be text");
        }
        return value.asText();
    }

    int number(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            problem(key, "must be a whole number");
        }
        return value.asInt();
    }

    boolean flag(String key) {
        if (has(key) && !node.get(key).isBoolean()) {
            problem(key, "must be true or false");
        }
        return node.path(key).asBoolean();
    }

    /** One or a list, of texts, numbers or truths; empty when there is none. */
    List<String> words(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        List<JsonNode> words = value.isArray() ? value.valueStream().toList() : List.of(value);
        if (!words.stream().allMatch(word -> word.isValueNode() && !word.isNull())) {
            problem(key, "must be a list of words");
        }
        return words.stream().map(JsonNode::asText).toList();
    }

    JsonPart part(String key) {
        return object(key, kind + key);
    }

    /** The objects in an object, by their names. */
    Map<String, JsonPart> named(String key) {
        Map<String, JsonPart> named = new LinkedHashMap<>();
        JsonPart all = part(key);
        for (String name : all.keys()) {
            named.put(name, all.object(name, all.kind + "*"));
        }
        return named;
    }

    List<JsonPart> list(String key) {
        if (!has(key)) {
            problem(key, "is missing");
            return List.of();
        }
        JsonNode value = node.get(key);
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isObject)) {
            problem(key, "must be a list of objects");
            return List.of();
        }
        List<JsonPart> list = new ArrayList<>();
        for (JsonNode element : value) {
            list.add(inside(key + "[" + list.size() + "]", kind + key + ".*", element, problems));
        }
        return list;
    }

    void problem(String key, String what) {
        problems.add(path + key + ": " + what + ".");
    }

    /** The keys that nobody asked for, here and below; of objects of a kind, each once. */
    List<String> left() {
        Stream<String> here = node.properties().stream()
                .filter(property -> !property.getValue().isNull() && !asked.contains(property.getKey()))
                .map(property -> kind + property.getKey());
        return Stream.concat(here, parts.stream().flatMap(part -> part.left().stream()))
                .distinct()
                .toList();
    }

    /** Where there is none, it is not asked for each of its keys as well. */
    private JsonPart object(String key, String kind) {
        if (has(key) && node.get(key).isObject()) {
            return inside(key, kind, node.get(key), problems);
        }
        problem(key, has(key) ? "must be an object" : "is missing");
        return inside(key, kind, JsonNodeFactory.instance.objectNode(), new ArrayList<>());
    }

    private JsonPart inside(String key, String kind, JsonNode node, List<String> problems) {
        JsonPart part = new JsonPart(path + key + ".", kind + ".", node, problems);
        parts.add(part);
        return part;
    }
}
