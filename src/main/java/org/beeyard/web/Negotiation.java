package org.beeyard.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who takes anything gets data: browsers say that they want HTML. Without this it would be the order of our methods in the
 * index of classes that decides whether a page or its twin is the answer, and that differs from build to build.
 */
class Negotiation {

    @ServerRequestFilter(preMatching = true)
    public void preferData(ContainerRequestContext request) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accepted == null || accepted.isBlank() || accepted.strip().equals("*/*")) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, "application/json, */*;q=0.1");
        }
    }
}
