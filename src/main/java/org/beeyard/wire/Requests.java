package org.beeyard.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests and takes bounded answers. Nothing is tried again, and redirects are not followed: with a request goes a token that is
 * one server's.
 */
public final class Requests {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Duration timeout;
    private final HttpClient http;
    private final AtomicLong sent = new AtomicLong();

    /**
     * @param timeout until an answer begins; it has as long again to end, and what it would have told of, to happen
     * @param ca certificates that are trusted instead of Java's own, PEM
     * @throws IOException when the file of certificates cannot be used
     */
    public Requests(Duration timeout, Optional<URI> proxy, Optional<Path> ca) throws IOException {
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        proxy.ifPresent(through ->
                builder.proxy(ProxySelector.of(new InetSocketAddress(through.getHost(), through.getPort()))));
        if (ca.isPresent()) {
            builder.sslContext(Trust.in(ca.get()));
        }
        this.http = builder.build();
    }

    /** Since this was made. */
    public long sent() {
        return sent.get();
    }

    public HttpRequest.Builder to(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(timeout).header("User-Agent", "Beeyard");
    }

    /** How messages call a request. */
    public static String name(String method, URI uri) {
        return method + " " + uri.getRawPath();
    }

    /**
     * @param most bytes of an answer that are taken
     * @throws Fault when there is no whole answer; one of any status is an answer
     */
    public Answer send(HttpRequest request, long most) throws Fault {
        sent.incrementAndGet();
        try {
            // The request's time limit ends with the headers: the body, too, may come slowly or never end.
            HttpResponse<byte[]> response = http.sendAsync(request, BoundedBody.of(most))
                    .orTimeout(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                    .get();
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw fault(request, most, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(request, name(request.method(), request.uri()) + " was interrupted");
        }
    }

    private Fault fault(HttpRequest request, long most, Throwable cause) {
        String what = name(request.method(), request.uri());
        if (cause instanceof BoundedBody.TooLarge) {
            return new Fault(Fault.Kind.TOO_LARGE, what + " was answered with more than " + most + " bytes");
        }
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "its name is not known"
                    : "nobody answers, or nobody lets this machine through";
            return new Fault(
                    Fault.Kind.UNREACHABLE,
                    "no connection to " + request.uri().getAuthority() + ": "
                            + Optional.ofNullable(cause.getMessage()).orElse(why));
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return lost(request, what + " was not answered within " + timeout.toSeconds() + " s");
        }
        return lost(
                request,
                what + " failed: "
                        + Optional.ofNullable(cause.getMessage())
                                .orElse(cause.getClass().getSimpleName()));
    }

    private Fault lost(HttpRequest request, String message) {
        return new Fault(Fault.Kind.UNREACHABLE, message, Optional.empty(), late(request.method()));
    }

    /** For how long yet may be done what was asked, although somebody on the way has given up waiting and says so: with 502 or 504. */
    public Optional<Duration> late(String method, Answer answer) {
        return answer.status() == 502 || answer.status() == 504 ? late(method) : Optional.empty();
    }

    private Optional<Duration> late(String method) {
        return method.equals("GET") ? Optional.empty() : Optional.of(timeout);
    }
}
