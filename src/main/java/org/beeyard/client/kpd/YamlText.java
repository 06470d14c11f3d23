package org.beeyard.client.kpd;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Strings as a farm's YAML file holds them: plain where nobody can take them for something else, quoted elsewhere. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][\\w.-]*|https?://[\\w./~-]+");

    /** What YAML 1.1 takes for a truth or for nothing. */
    private static final Set<String> NO_STRINGS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    /** Where the configuration's reader would see an expression, or the escape of one. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$[{$]|\\\\\\$");

    private YamlText() {}

    static String key(String text) {
        return PLAIN.matcher(text).matches() && !NO_STRINGS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    static String value(String text) {
        return key(EXPRESSION.matcher(text).find() ? text.replace("$", "\\$") : text);
    }

    static String list(List<String> texts) {
        return texts.stream().map(YamlText::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                out.append((char) c);
            } else {
                out.append(String.format("\\U%08x", c));
            }
        });
        return out.append('"').toString();
    }
}
