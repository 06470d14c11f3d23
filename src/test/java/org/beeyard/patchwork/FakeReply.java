package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, or none at all. */
record FakeReply(int status, Map<String, String> headers, String body) {

    /** The connection is closed instead. */
    static final FakeReply CUT = new FakeReply(0, Map.of(), "");

    static FakeReply json(int status, JsonNode body) {
        return new FakeReply(
                status,
                Map.of("Content-Type", "application/json", "Vary", "Accept, Cookie", "X-Frame-Options", "DENY"),
                body.toString());
    }

    /** Everything outside of the API, and what breaks inside. */
    static FakeReply html(int status, String title) {
        return new FakeReply(
                status, Map.of("Content-Type", "text/html; charset=utf-8", "Vary", "Cookie"), """

                <!DOCTYPE html>
                <html lang="en">
                  <head>
                    <title>%s - Patchwork</title>
                  </head>
                  <body>
                    <h1>%1$s</h1>
                  </body>
                </html>
                """.formatted(title));
    }

    static FakeReply notFound() {
        return html(404, "404: File not found");
    }

    static FakeReply serverError() {
        return html(500, "Server Error (500)").with("Content-Type", "text/html");
    }

    static FakeReply redirect(int status, String location) {
        return new FakeReply(status, Map.of("Content-Type", "text/html; charset=utf-8", "Location", location), "");
    }

    static FakeReply mbox(String file, String body) {
        return new FakeReply(
                200, Map.of("Content-Type", "text/plain", "Content-Disposition", "attachment; filename=" + file), body);
    }

    FakeReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new FakeReply(status, more, body);
    }

    FakeReply half() {
        return new FakeReply(status, headers, body.substring(0, body.length() / 2));
    }
}
