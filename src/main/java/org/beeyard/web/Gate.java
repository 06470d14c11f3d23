package org.beeyard.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Provider;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.people.Caller;
import org.beeyard.people.Callers;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.ForEverybody;
import org.beeyard.people.Needs;
import org.beeyard.people.OwnProof;
import org.beeyard.people.Right;
import org.beeyard.people.Secret;
import org.beeyard.people.SessionCookie;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Finds out who calls, and lets through what they may do. Agents and other services' hooks show proofs of their own. */
class Gate {

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S{1,200})");

    private final Provider<Callers> callers;
    private final Provider<CurrentCaller> current;
    private final Provider<SessionCookie> cookie;
    private final Provider<Refusal> refusal;

    /** They are not there yet when filters are made. */
    Gate(
            Provider<Callers> callers,
            Provider<CurrentCaller> current,
            Provider<SessionCookie> cookie,
            Provider<Refusal> refusal) {
        this.callers = callers;
        this.current = current;
        this.cookie = cookie;
        this.refusal = refusal;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Optional<Response> admit(ContainerRequestContext request, ResourceInfo resource, HttpServerRequest http) {
        if (resource.getResourceClass().isAnnotationPresent(OwnProof.class)) {
            return Optional.empty();
        }
        Optional<Caller> caller = callers.get().of(evidence(request, http));
        if (caller.isEmpty()) {
            return Optional.of(refusal.get().ofToken());
        }
        current.get().is(caller.get());
        Optional<Right> needed = needed(resource.getResourceMethod(), request.getMethod());
        return needed.filter(right -> !caller.get().rights().contains(right))
                .map(right -> refusal.get().of(request, caller.get(), right));
    }

    private Callers.Evidence evidence(ContainerRequestContext request, HttpServerRequest http) {
        String authorization = request.getHeaderString("Authorization");
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        return new Callers.Evidence(
                bearer.matches() ? Optional.of(new Secret(bearer.group(1))) : Optional.empty(),
                cookie.get().in(request.getCookies()),
                http.remoteAddress().hostAddress(),
                request.getUriInfo().getBaseUri().getAuthority(),
                Callers.FORWARDED.stream().anyMatch(name -> request.getHeaderString(name) != null));
    }

    /** What changes something and does not say what it needs, needs all there is. */
    static Optional<Right> needed(Method method, String verb) {
        if (method.isAnnotationPresent(ForEverybody.class)) {
            return Optional.empty();
        }
        Needs needs = method.getAnnotation(Needs.class);
        return Optional.of(needs != null ? needs.value() : READING.contains(verb) ? Right.READ : Right.OPERATE);
    }
}
