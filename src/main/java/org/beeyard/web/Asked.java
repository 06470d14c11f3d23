package org.beeyard.web;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Parameters of URLs that people type. */
public final class Asked {

    private Asked() {}

    public static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw refused(name, text, "a day such as 2026-02-24");
        }
    }

    public static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw refused(name, text, "an instant such as 2026-02-24T10:00:00Z");
        }
    }

    public static <E extends Enum<E>> E oneOf(String name, Class<E> choices, String text) {
        try {
            return Enum.valueOf(choices, text);
        } catch (IllegalArgumentException e) {
            throw refused(name, text, "one of " + java.util.Arrays.toString(choices.getEnumConstants()));
        }
    }

    public static BadRequestException refused(String name, String text, String wanted) {
        return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(name + "=" + text + " is not understood: it must be " + wanted + ".\n")
                .build());
    }
}
