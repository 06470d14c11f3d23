package org.beeyard.patchwork;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a query or a form, by name. */
record FakeQuery(Map<String, List<String>> parameters) {

    static FakeQuery parse(@Nullable String raw) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=", 2);
                parameters
                        .computeIfAbsent(decoded(pair[0]), name -> new ArrayList<>())
                        .add(pair.length == 2 ? decoded(pair[1]) : "");
            }
        }
        return new FakeQuery(parameters);
    }

    /** Values that are empty do not filter. */
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Of several, the last counts. */
    Optional<String> last(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** The same with another page. */
    FakeQuery page(Optional<Integer> page) {
        Map<String, List<String>> others = new TreeMap<>(parameters);
        others.remove("page");
        page.ifPresent(number -> others.put("page", List.of(number.toString())));
        return new FakeQuery(others);
    }

    @Override
    public String toString() {
        return parameters.entrySet().stream()
                .flatMap(
                        entry -> entry.getValue().stream().map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
