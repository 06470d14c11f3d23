package org.beeyard.ingest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.beeyard.protocol.ByteSize;
import org.beeyard.series.LimitConfig;
import org.jspecify.annotations.Nullable;

/** What may be sent, looked at before a byte of it is read: pods are strangers' places, and reach more than agents ask for. */
@jakarta.ws.rs.ext.Provider
@PreMatching
class Admission implements ContainerRequestFilter {

    private static final String AGENTS = "/attempt-api/";

    /** Read as they come, and bounded there; all else is read whole. */
    private static final Pattern STREAMED =
            Pattern.compile("PUT /attempt-api/v1/blob/[^/]*|POST /(api/v1/series|hooks/github)/?");

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

    /** Most that people send besides series is a DENYLIST file in a form. */
    private static final ByteSize FORM = ByteSize.of("4MiB");

    private final Provider<LimitConfig> limits;
    private final Provider<HttpServerRequest> http;
    private final AtomicReference<@Nullable Rates> rates = new AtomicReference<>();

    /** @param limits is not there yet when filters are made */
    Admission(Provider<LimitConfig> limits, Provider<HttpServerRequest> http) {
        this.limits = limits;
        this.http = http;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean agents = path.startsWith(AGENTS);
        if (agents && !rates().allows(http.get().remoteAddress().hostAddress(), System.nanoTime())) {
            refuse(request, 429, "More than " + limits.get().requests() + " requests in a second.");
        } else if (STREAMED.matcher(request.getMethod() + " " + path).matches()) {
            // bounded by who reads it
        } else if (isOpenEnded(request, agents)) {
            refuse(request, 411, "The request does not say how long it is.");
        } else if (agents && length(request) > limits.get().report().bytes()) {
            refuse(request, 413, "A report is at most " + limits.get().report() + ".");
        } else if (!agents && length(request) > FORM.bytes()) {
            refuse(request, 413, "A form or a JSON document is at most " + FORM + ".");
        }
    }

    /** Agents say each time how long it is; people's programs need not where nothing follows, and HTTP/1 alone tells that. */
    private boolean isOpenEnded(ContainerRequestContext request, boolean agents) {
        if (request.getHeaderString("Transfer-Encoding") != null) {
            return true;
        }
        return WITH_BODY.contains(request.getMethod())
                && request.getHeaderString("Content-Length") == null
                && (agents || http.get().version() == HttpVersion.HTTP_2);
    }

    private Rates rates() {
        Rates known = rates.get();
        if (known == null) {
            known = new Rates(limits.get().requests());
            rates.set(known);
        }
        return known;
    }

    private static long length(ContainerRequestContext request) {
        String length = request.getHeaderString("Content-Length");
        if (length == null) {
            return 0;
        }
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
    }

    private static void refuse(ContainerRequestContext request, int status, String detail) {
        request.abortWith(Response.status(status)
                .type("application/problem+json")
                .entity("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}")
                .build());
    }
}
