package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of the fake, and how it is answered.
 *
 * @param rest of the path, behind the repository
 * @param server where the fake is, for links
 */
record Asked(String method, String rest, URI uri, Map<String, String> query, ObjectNode body, URI server) {

    static final JsonMapper JSON = new JsonMapper();

    record Reply(int status, JsonNode body, Map<String, String> headers) {
        Reply(int status, JsonNode body) {
            this(status, body, Map.of());
        }
    }

    static Asked of(String method, String rest, URI uri, byte[] body, URI server) throws IOException {
        return new Asked(
                method,
                rest,
                uri,
                query(uri.getRawQuery()),
                body.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body),
                server);
    }

    boolean is(String method, String pattern) {
        return this.method.equals(method) && rest.matches(pattern);
    }

    /** The part of the path behind as many slashes. */
    String part(int index) {
        return rest.split("/")[index];
    }

    Reply page(List<? extends JsonNode> all) {
        int size = Math.min(100, Integer.parseInt(query.getOrDefault("per_page", "30")));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        ArrayNode items = JSON.createArrayNode();
        all.stream().skip((long) (page - 1) * size).limit(size).forEach(items::add);
        if ((long) page * size >= all.size()) {
            return new Reply(200, items);
        }
        String same = uri.toString().replaceAll("([?&])page=\\d+&?", "$1").replaceAll("[?&]$", "");
        String next = server + same + (same.contains("?") ? "&" : "?") + "page=" + (page + 1);
        return new Reply(200, items, Map.of("Link", "<" + next + ">; rel=\"next\""));
    }

    static ObjectNode message(String words) {
        return JSON.createObjectNode().put("message", words).put("documentation_url", "https://docs.github.com/rest");
    }

    static Reply missing() {
        return new Reply(404, message("Not Found"));
    }

    /** As GitHub has now: to the second. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
        }
        return query;
    }
}
