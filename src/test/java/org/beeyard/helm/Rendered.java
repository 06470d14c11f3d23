package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The objects that helm would send to the cluster. */
public record Rendered(String text, List<JsonNode> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Rendered from(String text) {
        List<JsonNode> objects = new ArrayList<>();
        new Yaml().loadAll(text).forEach(object -> {
            if (object != null) {
                objects.add(JSON.valueToTree(object));
            }
        });
        return new Rendered(text, List.copyOf(objects));
    }

    List<String> kinds() {
        return objects.stream().map(o -> o.at("/kind").asText()).toList();
    }

    JsonNode one(String kind) {
        List<JsonNode> found = all(kind).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    JsonNode one(String kind, String name) {
        return all(kind)
                .filter(o -> o.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in\n" + text));
    }

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(o -> o.at("/kind").asText().equals(kind));
    }

    JsonNode pod() {
        return one("Deployment").at("/spec/template/spec");
    }

    JsonNode farm() {
        return pod().at("/containers/0");
    }

    /** What the farm is given as its configuration. */
    public String farmYaml() {
        return one("ConfigMap", "beeyard").at("/data/farm.yaml").asText();
    }

    /** Name to value, or to secret/key. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : farm().at("/env")) {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            environment.put(
                    variable.at("/name").asText(),
                    secret.isMissingNode()
                            ? variable.at("/value").asText()
                            : secret.at("/name").asText() + "/"
                                    + secret.at("/key").asText());
        }
        return environment;
    }

    /** Every pod, of controllers too. */
    Stream<JsonNode> pods() {
        return Stream.concat(
                all("Pod").map(p -> p.at("/spec")), all("Deployment").map(d -> d.at("/spec/template/spec")));
    }

    static JsonNode yaml(String text) {
        return JSON.valueToTree(new Yaml().load(text));
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
