package org.beeyard.ingest;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.beeyard.series.LimitConfig;
import org.jspecify.annotations.Nullable;

/** What agents may send, looked at before a byte of it is read: pods are strangers' places. */
@jakarta.ws.rs.ext.Provider
@PreMatching
class Admission implements ContainerRequestFilter {

    private static final String OURS = "/attempt-api/";
    private static final Pattern BLOB = Pattern.compile("/attempt-api/v1/blob/[^/]*");

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
        if (!path.startsWith(OURS)) {
            return;
        }
        if (!rates().allows(http.get().remoteAddress().hostAddress(), System.nanoTime())) {
            refuse(request, 429, "More than " + limits.get().requests() + " requests in a second.");
        } else if (request.getMethod().equals("PUT") && BLOB.matcher(path).matches()) {
            // read as it comes, and bounded there
        } else if (request.getHeaderString("Transfer-Encoding") != null) {
            refuse(request, 411, "The request does not say how long it is.");
        } else if (length(request) > limits.get().report().bytes()) {
            refuse(request, 413, "A report is at most " + limits.get().report() + ".");
        }
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
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }

    private static void refuse(ContainerRequestContext request, int status, String detail) {
        request.abortWith(Response.status(status)
                .type("application/problem+json")
                .entity("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}")
                .build());
    }
}
