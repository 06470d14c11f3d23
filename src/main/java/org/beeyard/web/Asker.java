package org.beeyard.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** Who reads the answer. Browsers say that they want HTML. */
public enum Asker {
    PERSON,
    PROGRAM;

    /** @param accepted of the request's Accept header */
    public static Asker of(List<MediaType> accepted) {
        return accepted.stream().anyMatch(type -> !type.isWildcardType() && type.isCompatible(MediaType.TEXT_HTML_TYPE))
                ? PERSON
                : PROGRAM;
    }

    /**
     * Something was done: people are led on, programs are told.
     *
     * @param page where people see what came of it
     * @param status for programs
     * @param entity for programs, sent as JSON
     */
    public Response done(String page, int status, Object entity) {
        return switch (this) {
            case PERSON -> Response.seeOther(URI.create(page)).build();
            case PROGRAM ->
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(entity)
                        .build();
        };
    }

    /**
     * Something is there that was not: people are led on, programs are told by status 201.
     *
     * @param place where programs find it
     */
    public Response made(String page, String place, Object entity) {
        return switch (this) {
            case PERSON -> done(page, 201, entity);
            case PROGRAM ->
                Response.created(URI.create(place))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(entity)
                        .build();
        };
    }

    /** Nothing was done. */
    public Response refused(int status, String why, String advice) {
        return switch (this) {
            case PERSON -> Refusal.page(status, why);
            case PROGRAM -> Refusal.problem(status, why, advice);
        };
    }
}
