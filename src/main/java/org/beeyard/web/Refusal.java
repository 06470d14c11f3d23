package org.beeyard.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.beeyard.people.Caller;
import org.beeyard.people.Person;
import org.beeyard.people.Right;
import org.beeyard.people.Role;
import org.beeyard.people.WayBack;

/** The answer to those who may not: people are led to the sign-in, programs are told. */
@ApplicationScoped
public class Refusal {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance refused(String why);
    }

    record Problem(String title, int status, String detail, String advice) {}

    /** To a token that does not count. */
    Response ofToken() {
        return problem(
                401,
                "The token in the Authorization header is not known, has expired or was revoked.",
                "Make another on the page /account.");
    }

    Response of(ContainerRequestContext request, Caller caller, Right needed) {
        boolean page = Asker.of(request.getAcceptableMediaTypes()) == Asker.PERSON;
        return switch (caller) {
            case Caller.Nobody _, Caller.Here _ ->
                page
                        ? Response.seeOther(URI.create(
                                        "/sign-in?to=" + URLEncoder.encode(wayBack(request), StandardCharsets.UTF_8)))
                                .build()
                        : problem(
                                401,
                                "This needs somebody who has signed in, as "
                                        + Role.with(needed).word() + " at least.",
                                "Send a token with the scope " + needed.word()
                                        + " in the header Authorization: Bearer; the farm's clients take it from BEEYARD_TOKEN.");
            case Caller.SignedIn signedIn -> {
                Person person = signedIn.person();
                String why = person.name() + " is " + person.role().word() + "; this needs "
                        + Role.with(needed).word() + ".";
                yield page ? page(403, why) : problem(403, why, "Ask the farm's operator.");
            }
            case Caller.WithToken token ->
                problem(
                        403,
                        token.person().role().rights().contains(needed)
                                ? "The token has no scope " + needed.word() + "."
                                : "The token's owner is "
                                        + token.person().role().word() + "; this needs "
                                        + Role.with(needed).word() + ".",
                        "Make another on the page /account, or ask the farm's operator.");
        };
    }

    /** To a person. */
    public static Response page(int status, String why) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(Templates.refused(why).render())
                .build();
    }

    /** A form's page, for what the form does cannot be repeated by a link. */
    private static String wayBack(ContainerRequestContext request) {
        String asked = request.getMethod().equals(HttpMethod.GET)
                ? request.getUriInfo().getRequestUri().toString()
                : request.getHeaderString("Referer");
        return WayBack.to(WayBack.path(asked)).toString();
    }

    public static Response problem(int status, String detail, String advice) {
        Response.ResponseBuilder response = Response.status(status)
                .type("application/problem+json")
                .entity(new Problem("The farm does not do this.", status, detail, advice));
        return (status == 401 ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"beeyard\"") : response)
                .build();
    }
}
