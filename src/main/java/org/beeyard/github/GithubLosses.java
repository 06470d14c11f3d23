package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/** GitHub's record of the deliveries to an App, of which it keeps those of a few days: those that failed were lost. */
public final class GithubLosses {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_PAGES = 5;
    private static final int OK = 200;
    private static final int FIRST_NOT_OK = 300;

    private final GithubClient client;
    private final Identity.App app;

    GithubLosses(GithubClient client, Identity.App app) {
        this.client = client;
        this.app = app;
    }

    /**
     * A delivery that was not taken.
     *
     * @param id of the record
     * @param guid of the delivery, as its header has it
     */
    public record Lost(long id, String guid, String event) {}

    /** The failed ones among the newest five hundred, down to a time, that have this action. */
    public List<Lost> since(Instant time, String action, Set<String> events) throws Fault {
        return client.call(() -> {
            List<Lost> lost = new ArrayList<>();
            @Nullable String next = "/app/hook/deliveries?per_page=100";
            for (int page = 0; next != null && page < MOST_PAGES; page++) {
                Answer answer = app.get(next);
                next = answer.next().orElse(null);
                for (JsonNode record : JSON.readTree(answer.body())) {
                    if (at(record).isBefore(time)) {
                        next = null;
                        break;
                    }
                    int status = record.path("status_code").asInt();
                    String event = record.path("event").asText();
                    if ((status < OK || status >= FIRST_NOT_OK)
                            && record.path("action").asText().equals(action)
                            && events.contains(event)) {
                        lost.add(new Lost(
                                record.path("id").asLong(), record.path("guid").asText(), event));
                    }
                }
            }
            return lost;
        });
    }

    /** What was to be told. */
    public JsonNode payload(Lost lost) throws Fault {
        return client.call(
                () -> JSON.readTree(app.get("/app/hook/deliveries/" + lost.id()).body())
                        .path("request")
                        .path("payload"));
    }

    private static Instant at(JsonNode record) {
        try {
            return Instant.parse(record.path("delivered_at").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
