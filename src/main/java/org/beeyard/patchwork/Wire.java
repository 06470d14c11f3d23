package org.beeyard.patchwork;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Requests;

/**
 * Requests to one server and nowhere else: addresses that the server gives are followed by path and query only, so that its token
 * stays with it.
 */
final class Wire {

    private final URI server;
    private final Optional<String> token;
    private final Requests requests;
    private final Clock clock;

    /** @throws IOException when the file of certificates cannot be used */
    Wire(PatchworkConfig.Source source, Optional<String> token, Clock clock) throws IOException {
        this.server = source.url();
        this.token = token;
        this.clock = clock;
        this.requests = new Requests(source.timeout(), source.proxy(), source.ca());
    }

    /** Since this farm started. */
    long requests() {
        return requests.sent();
    }

    boolean hasToken() {
        return token.isPresent();
    }

    /** @param most bytes of an answer that are taken */
    Answer get(String address, String accept, long most) throws Fault {
        return send(address, accept, Optional.empty(), most);
    }

    Answer post(String address, String form, long most) throws Fault {
        return send(address, "application/json", Optional.of(form), most);
    }

    private Answer send(String address, String accept, Optional<String> form, long most) throws Fault {
        HttpRequest.Builder builder = requests.to(here(address)).header("Accept", accept);
        token.ifPresent(secret -> builder.header("Authorization", "Token " + secret));
        form.ifPresentOrElse(
                text -> builder.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(text)),
                builder::GET);
        HttpRequest request = builder.build();
        Answer answer = requests.send(request, most);
        Optional<Fault> fault = fault(
                answer,
                Requests.name(request.method(), request.uri()),
                clock.instant(),
                requests.late(request.method(), answer));
        if (fault.isPresent()) {
            throw fault.get();
        }
        return answer;
    }

    private static Optional<Fault> fault(Answer answer, String what, Instant now, Optional<Duration> late) {
        int status = answer.status();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        Fault.Kind kind = switch (status) {
            case 429, 503 -> Fault.Kind.BUSY;
            case 401, 403 -> Fault.Kind.FORBIDDEN;
            case 404, 410 -> Fault.Kind.MISSING;
            case 408 -> Fault.Kind.UNREACHABLE;
            default -> status / 100 == 4 ? Fault.Kind.REFUSED : Fault.Kind.BROKEN;
        };
        String advice = kind == Fault.Kind.FORBIDDEN ? "; the token is wrong, or its user is no maintainer there" : "";
        return Optional.of(new Fault(
                kind, what + " was answered " + status + " " + answer.words() + advice, answer.retryAfter(now), late));
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
