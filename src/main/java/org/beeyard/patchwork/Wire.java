package org.beeyard.patchwork;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.beeyard.wire.BoundedBody;
import org.beeyard.wire.Trust;

/**
 * Requests to one server and nowhere else: addresses that the server gives are followed by path and query only, redirects
 * not at all, so that its token stays with it.
 */
final class Wire {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final URI server;
    private final Duration timeout;
    private final Optional<String> token;
    private final HttpClient http;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();

    /** @throws IOException when the file of certificates cannot be used */
    Wire(PatchworkConfig.Source source, Optional<String> token, Clock clock) throws IOException {
        this.server = source.url();
        this.timeout = source.timeout();
        this.token = token;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        source.proxy()
                .ifPresent(proxy ->
                        builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()))));
        if (source.ca().isPresent()) {
            builder.sslContext(Trust.in(source.ca().get()));
        }
        this.http = builder.build();
    }

    /** Since this farm started. */
    long requests() {
        return requests.get();
    }

    boolean hasToken() {
        return token.isPresent();
    }

    /** @param most bytes of an answer that are taken */
    Answer get(String address, String accept, long most) throws Fault {
        return send("GET", address, accept, Optional.empty(), most);
    }

    Answer post(String address, String form, long most) throws Fault {
        return send("POST", address, "application/json", Optional.of(form), most);
    }

    private Answer send(String method, String address, String accept, Optional<String> form, long most) throws Fault {
        URI uri = here(address);
        String what = method + " " + uri.getRawPath();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", accept)
                .header("User-Agent", "Beeyard");
        token.ifPresent(secret -> request.header("Authorization", "Token " + secret));
        form.ifPresentOrElse(
                text -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(text)),
                request::GET);
        requests.incrementAndGet();
        Answer answer;
        try {
            // The request's time limit ends with the headers: the body, too, may come slowly or never end.
            answer = http.sendAsync(request.build(), BoundedBody.of(most))
                    .orTimeout(timeout.multipliedBy(2).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                    .thenApply(Wire::answer)
                    .get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw unreachable(what, most, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNREACHABLE, what + " was interrupted");
        }
        Optional<Fault> fault = answer.fault(what, clock.instant());
        if (fault.isPresent()) {
            throw fault.get();
        }
        return answer;
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Link"),
                response.headers().firstValue("Retry-After"),
                response.body());
    }

    private Fault unreachable(String what, long most, Throwable cause) {
        if (cause instanceof BoundedBody.TooLarge) {
            return new Fault(Fault.Kind.BROKEN, what + " was answered with more than " + most + " bytes");
        }
        if (cause instanceof java.util.concurrent.TimeoutException
                || cause instanceof java.net.http.HttpTimeoutException) {
            return new Fault(Fault.Kind.UNREACHABLE, what + " was not answered within " + timeout.toSeconds() + " s");
        }
        if (cause instanceof ConnectException) {
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "its name is not known"
                    : "nobody answers, or nobody lets this machine through";
            return new Fault(
                    Fault.Kind.UNREACHABLE,
                    "no connection to " + server.getAuthority() + ": "
                            + Optional.ofNullable(cause.getMessage()).orElse(why));
        }
        return new Fault(
                Fault.Kind.UNREACHABLE,
                what + " failed: "
                        + Optional.ofNullable(cause.getMessage())
                                .orElse(cause.getClass().getSimpleName()));
    }

    private URI here(String address) throws Fault {
        try {
            URI given = URI.create(address);
            String path = Optional.ofNullable(given.getRawPath()).orElse("/");
            return server.resolve(path + (given.getRawQuery() == null ? "" : "?" + given.getRawQuery()));
        } catch (IllegalArgumentException e) {
            throw new Fault(Fault.Kind.BROKEN, "the server named an address that is none: " + address);
        }
    }
}
