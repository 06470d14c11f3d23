package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/farm-example.yaml explains each key that there is. */
class FarmExampleTest {

    @Test
    void has_each_word_that_can_be_said() throws IOException {
        String example = Files.readString(Path.of("docs/farm-example.yaml"));
        TreeSet<String> unsaid = new TreeSet<>();
        for (Class<?> part : Settings.ALL) {
            ConfigMappings.getProperties(ConfigClass.configClass(part)).keySet().stream()
                    .filter(key -> !says(example, key))
                    .forEach(unsaid::add);
        }
        assertThat(unsaid).isEmpty();
    }

    /** By its last word; a secret by its variable. */
    private static boolean says(String example, String key) {
        String named = key.replaceAll("\\[\\*]|\\.\\*", "");
        String word = named.substring(named.lastIndexOf('.') + 1);
        return Pattern.compile("(?<![-\\w])" + Pattern.quote(word) + ":")
                        .matcher(example)
                        .find()
                || example.contains(named.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }
}
