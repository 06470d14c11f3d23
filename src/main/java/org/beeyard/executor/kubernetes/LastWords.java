package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.beeyard.executor.Executor;
import org.beeyard.protocol.Printable;

/** What a cluster says beside the state of things: the end of a pod's own log, warnings, and why a queue holds a Job. */
final class LastWords {

    private static final int LINES = 30;
    private static final int EVENTS = 50;
    private static final int MOST = 2_000;
    private static final int REMEMBERED = 500;
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;
    private final KueueWords kueue;

    /** So that what waits for long does not cost a request at each look. */
    private final Map<String, Heard> heard = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
            return size() > REMEMBERED;
        }
    };

    LastWords(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
        this.kueue = new KueueWords(client, namespace);
    }

    private record Heard(Instant at, Optional<String> words) {}

    /** Of the agent; its process may be gone with all it said. */
    String log(Pod pod) {
        try {
            String text = client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .tailingLines(LINES)
                    .getLog();
            String tail = text == null ? "" : text.strip();
            return tail.substring(Math.max(0, tail.length() - MOST));
        } catch (KubernetesClientException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** The newest warning about an object. */
    Optional<String> warning(String uid) {
        return fresh(
                "warning " + uid,
                () -> client
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("involvedObject.uid", uid)
                        .withField("type", "Warning")
                        .list()
                        .getItems()
                        .stream()
                        .max(Comparator.comparing(LastWords::at))
                        .map(event -> event.getReason() + ": " + event.getMessage()));
    }

    /** Why its queue does not let a Job start. */
    Optional<String> ofQueue(String jobUid) {
        return fresh("queue " + jobUid, () -> kueue.of(jobUid));
    }

    private synchronized Optional<String> fresh(String what, Supplier<Optional<String>> asked) {
        Instant now = clock.instant();
        Heard known = heard.get(what);
        if (known != null && known.at().plus(FRESH).isAfter(now)) {
            return known.words();
        }
        Optional<String> words;
        try {
            words = asked.get();
        } catch (KubernetesClientException e) {
            words = Optional.empty(); // the state itself still says something
        }
        heard.put(what, new Heard(now, words));
        return words;
    }

    /** All that is still told of an object, the oldest first. */
    List<Executor.Told> events(String uid) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.uid", uid)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(LastWords::at))
                .limit(EVENTS)
                .map(event -> new Executor.Told(Instant.parse(at(event)), words(event)))
                .toList();
    }

    private static String words(Event event) {
        boolean again = event.getCount() != null && event.getCount() > 1;
        String words = "Pod " + event.getReason() + (again ? " (" + event.getCount() + " times)" : "") + ": "
                + event.getMessage();
        return Printable.of(words, MOST);
    }

    private static String at(Event event) {
        return String.valueOf(
                event.getLastTimestamp() != null
                        ? event.getLastTimestamp()
                        : event.getMetadata().getCreationTimestamp());
    }
}
