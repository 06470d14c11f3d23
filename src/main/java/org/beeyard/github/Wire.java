package org.beeyard.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Requests;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Requests to one server and nowhere else, for the library and beside it. What is no success becomes a {@link Fault} here, so that the
 * library never retries, waits or follows redirects by itself. Lists are asked for only if they have changed.
 */
final class Wire implements GitHubConnector {

    /** Whoever makes the header that says who asks. */
    interface Credentials {
        Optional<String> authorization() throws IOException;
    }

    /** Bytes of an answer; a page of pull requests has half a million. */
    private static final long MOST = 8 << 20;

    private static final int KEPT = 16;
    private static final int MOST_KEPT = 2 << 20;

    /** What JDK's client sets itself, or what would have it answered in another way. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "accept-encoding", "user-agent");

    private final URI api;
    private final Credentials credentials;
    private final Clock clock;
    private final Requests requests;

    /** Only hints that spare the server: after a restart all is asked once more. */
    private final Map<URI, Answer> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Answer> eldest) {
            return size() > KEPT;
        }
    };

    private volatile Instant exhausted = Instant.MIN;
    private volatile Instant answered = Instant.MIN;

    /** @throws IOException when the file of certificates cannot be used */
    Wire(GithubConfig config, Credentials credentials, Clock clock) throws IOException {
        this.api = config.rest();
        this.credentials = credentials;
        this.clock = clock;
        this.requests = new Requests(config.timeout(), config.proxy(), config.ca());
    }

    /** Since this farm started. */
    long requests() {
        return requests.sent();
    }

    /** When the last answer was given, by the server's clock. */
    Instant answered() {
        return answered;
    }

    Answer get(String address) throws IOException {
        return exchange(
                "GET", URI.create(address), Map.of("Accept", List.of("application/vnd.github+json")), new byte[0]);
    }

    Answer send(String method, String address, byte[] body) throws IOException {
        return exchange(method, URI.create(address), Map.of("Accept", List.of("application/vnd.github+json")), body);
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        byte[] body = new byte[0];
        try (InputStream in = request.body()) {
            if (in != null) {
                body = in.readAllBytes();
            }
        }
        Answer answer = exchange(request.method(), URI.create(request.url().toString()), request.allHeaders(), body);
        return new GitHubConnectorResponse(
                request, answer.status(), answer.headers().map()) {
            @Override
            public InputStream bodyStream() {
                return new ByteArrayInputStream(answer.body());
            }

            @Override
            public void close() {}
        };
    }

    private synchronized Answer exchange(String method, URI uri, Map<String, List<String>> headers, byte[] body)
            throws IOException {
        String what = Requests.name(method, uri);
        if (!api.getAuthority().equals(uri.getAuthority())
                || !String.valueOf(api.getScheme()).equals(uri.getScheme())) {
            throw new Fault(
                    Fault.Kind.BROKEN, "the server named an address that is not its own: " + uri.getAuthority());
        }
        Instant now = clock.instant();
        if (now.isBefore(exhausted)) {
            throw new Fault(
                    Fault.Kind.BUSY,
                    what + " was not sent: the rate limit is used up",
                    Optional.of(Duration.between(now, exhausted)),
                    Optional.empty());
        }
        HttpRequest.Builder request = requests.to(uri);
        headers.forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        request.setHeader("X-GitHub-Api-Version", "2022-11-28");
        if (body.length > 0) {
            request.setHeader("Content-Type", "application/json");
        }
        credentials.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        request.method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        Optional<Answer> before = method.equals("GET") ? Optional.ofNullable(kept.get(uri)) : Optional.empty();
        before.flatMap(answer -> answer.header("ETag")).ifPresent(tag -> request.header("If-None-Match", tag));
        Answer answer = requests.send(request.build(), MOST);
        Faults.exhausted(answer, clock.instant())
                .ifPresent(pause -> exhausted = clock.instant().plus(pause));
        answer.date().ifPresent(date -> answered = date);
        Optional<Fault> fault = Faults.in(answer, what, clock.instant(), requests.late(method, answer));
        if (fault.isPresent()) {
            throw fault.get();
        }
        if (answer.status() == Faults.NOT_MODIFIED) {
            return before.orElseThrow(() -> new Fault(Fault.Kind.BROKEN, what + " was answered 304, unasked"));
        }
        if (method.equals("GET")
                && isPolled(uri)
                && answer.body().length <= MOST_KEPT
                && answer.header("ETag").isPresent()) {
            kept.remove(uri);
            kept.put(uri, answer);
        }
        return answer;
    }

    /** Lists that are looked at again and again. */
    private static boolean isPolled(URI uri) {
        String path = uri.getRawPath();
        return path.endsWith("/pulls") || path.endsWith("/issues/comments") || path.contains("/git/matching-refs/");
    }
}
