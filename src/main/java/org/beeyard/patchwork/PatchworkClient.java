package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One Patchwork server's project. Every call is one request or, where a list has pages, one a page. Calls fail with a {@link
 * Fault}.
 */
public final class PatchworkClient {

    /** The server's own bound; it cuts what is above. */
    private static final int PAGE = 250;

    /** Bytes of an answer; a page of patches has half a million. */
    private static final long MOST = 8 << 20;

    /** Of one series; what has more is no series. */
    private static final int MOST_PATCHES = 2_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Wire wire;
    private final String api;
    private final String project;

    PatchworkClient(PatchworkConfig.Source source, Wire wire) {
        String path = Optional.ofNullable(source.url().getRawPath()).orElse("").replaceAll("/+$", "");
        this.wire = wire;
        this.api = path + "/api/" + source.api() + "/";
        this.project = source.project();
    }

    static PatchworkClient of(PatchworkConfig.Source source, Optional<String> token, Clock clock) throws IOException {
        return new PatchworkClient(source, new Wire(source, token, clock));
    }

    /** Since this farm started. */
    public long requests() {
        return wire.requests();
    }

    /** Whether anything can be published. */
    public boolean hasToken() {
        return wire.hasToken();
    }

    /** What is to be done with a page of a list. */
    public interface PageReader<T> {
        /** Whether the next page is wanted. */
        boolean read(List<T> page) throws Fault;
    }

    /** The project's events of one category from {@code since} on, the oldest first. */
    public void events(String category, LocalDateTime since, PageReader<Said.Event> reader) throws Fault {
        // Without fraction and zone: a zone is a server error to Patchwork, and the bound is inclusive.
        pages(
                "events/",
                query(Map.of(
                        "project",
                        project,
                        "category",
                        category,
                        "order",
                        "date",
                        "since",
                        since.truncatedTo(ChronoUnit.SECONDS).toString())),
                Said.Event.class,
                reader);
    }

    /** The date of the project's newest event; the server's clock. Empty when it has none. */
    public Optional<LocalDateTime> newestEvent() throws Fault {
        List<Said.Event> newest = new ArrayList<>();
        pages("events/", "project=" + encoded(project) + "&order=-date&per_page=1", Said.Event.class, page -> {
            newest.addAll(page);
            return false;
        });
        return newest.stream().findFirst().map(Said.Event::date);
    }

    public Said.Series series(long id) throws Fault {
        return one("series/" + id + "/", Said.Series.class);
    }

    public Said.Patch patch(long id) throws Fault {
        return one("patches/" + id + "/", Said.Patch.class);
    }

    /** All patches of a series, in no order that means anything. */
    public List<Said.Patch> patchesOf(long series) throws Fault {
        List<Said.Patch> patches = new ArrayList<>();
        pages("patches/", "series=" + series + "&per_page=" + PAGE, Said.Patch.class, page -> {
            patches.addAll(page);
            return patches.size() < MOST_PATCHES;
        });
        return patches;
    }

    /** The project's patches that are not archived, the newest on the server first. */
    public void newestPatches(PageReader<Said.Patch> reader) throws Fault {
        pages(
                "patches/",
                query(Map.of("project", project, "archived", "false", "order", "-id")),
                Said.Patch.class,
                reader);
    }

    /** A comment by the address that its event gave. */
    public Said.Comment comment(String address) throws Fault {
        return read(wire.get(address, "application/json", MOST), address, Said.Comment.class);
    }

    /**
     * Mails by the address that a series or a cover letter gave.
     *
     * @param most bytes; more is a fault
     */
    public byte[] mbox(String address, long most) throws Fault {
        Answer answer = wire.get(address, "text/plain, */*;q=0.5", most);
        if (!answer.type().startsWith("text/plain")) {
            throw broken(address, "it is " + answer.type() + ", not mails");
        }
        return answer.body();
    }

    /** The newest check of each context of a patch, among its newest {@value #PAGE}. */
    public Map<String, Said.Check> checks(long patch) throws Fault {
        Map<String, Said.Check> newest = new LinkedHashMap<>();
        pages("patches/" + patch + "/checks/", "order=-date&per_page=" + PAGE, Said.Check.class, page -> {
            page.forEach(check -> newest.putIfAbsent(check.context(), check));
            return false;
        });
        return newest;
    }

    /** Adds a check; Patchwork keeps all, the newest of a context counts. */
    public void post(long patch, Said.Check check) throws Fault {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("state", check.state());
        form.put("context", check.context());
        form.put("description", Optional.ofNullable(check.description()).orElse(""));
        form.put("target_url", Optional.ofNullable(check.targetUrl()).orElse(""));
        String path = "patches/" + patch + "/checks/";
        read(wire.post(api + path, encoded(form), MOST), path, Said.Check.class);
    }

    private static String query(Map<String, String> parameters) {
        return encoded(parameters) + "&per_page=" + PAGE;
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + encoded(p.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private <T> T one(String path, Class<T> type) throws Fault {
        return read(wire.get(api + path, "application/json", MOST), path, type);
    }

    private <T> void pages(String path, String query, Class<T> type, PageReader<T> reader) throws Fault {
        @Nullable String next = api + path + "?" + query;
        for (int page = 1; next != null; page++) {
            Answer answer = wire.get(next, "application/json", MOST);
            JsonNode list = read(answer, path, JsonNode.class);
            if (!list.isArray()) {
                throw broken(path, "it is no list");
            }
            List<T> items = new ArrayList<>(list.size());
            for (JsonNode item : list) {
                items.add(convert(item, path, type));
            }
            Optional<String> following = answer.next();
            if (following.isPresent() && following.get().equals(next)) {
                throw broken(path, "page " + page + " names itself as the next");
            }
            next = reader.read(items) ? following.orElse(null) : null;
        }
    }

    private static <T> T read(Answer answer, String path, Class<T> type) throws Fault {
        if (!answer.isJson()) {
            throw broken(path, "it is " + (answer.type().isEmpty() ? "of no type" : answer.type()) + ", not JSON");
        }
        try {
            ObjectReader reader = JSON.readerFor(type);
            return required(path, reader.readValue(answer.body()));
        } catch (IOException e) {
            throw broken(path, reason(e));
        }
    }

    private static <T> T convert(JsonNode item, String path, Class<T> type) throws Fault {
        try {
            return required(path, JSON.treeToValue(item, type));
        } catch (IOException | IllegalArgumentException e) {
            throw broken(path, reason(e));
        }
    }

    private static <T> T required(String path, @Nullable T value) throws Fault {
        if (value == null) {
            throw broken(path, "it is null");
        }
        return value;
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is no JSON");
    }

    private static Fault broken(String path, String why) {
        return new Fault(Fault.Kind.BROKEN, "the answer to " + path + " cannot be read: " + why);
    }
}
