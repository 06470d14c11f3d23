package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Somebody who asks a Patchwork with nothing but HTTP; and mails to send there. */
final class Visitor implements AutoCloseable {

    static final String CHECKS = "/api/1.2/patches/1/checks/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    Visitor(URI url) {
        this.url = url;
    }

    @Override
    public void close() {
        http.close();
    }

    static String patch(String subject, int number) {
        return mail(subject, number, """
                Words.
                ---
                diff --git a/words.txt b/words.txt
                --- a/words.txt
                +++ b/words.txt
                @@ -1,3 +1,3 @@
                 start
                -one
                +two
                 end
                """);
    }

    static String mail(String subject, int number, String body) {
        return """
                From: A U Thor <author@example.org>
                Date: Sun, 1 Feb 2026 08:%02d:00 +0000
                Message-ID: <%d@example.org>
                Subject: %s

                %s""".formatted(number, number, subject, body);
    }

    List<String> events(String version, String query) {
        List<String> events = new ArrayList<>();
        json("/api/" + version + "/events/?" + query)
                .forEach(event ->
                        events.add(event.get("id") + " " + event.get("category").asText()));
        return events;
    }

    JsonNode json(String target) {
        try {
            return new ObjectMapper().readTree(get(target).body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String type(String target) {
        HttpResponse<String> answer = get(target);
        return answer.statusCode() + " "
                + answer.headers().firstValue("Content-Type").orElse("");
    }

    String refusal(String form) {
        return said(post(CHECKS, form));
    }

    static String said(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body();
    }

    HttpResponse<String> get(String target) {
        return send("GET", target, "", "");
    }

    HttpResponse<String> post(String target, String form) {
        return send("POST", target, "Token " + FakePatchwork.TOKEN, form);
    }

    HttpResponse<String> send(String method, String target, String authorization, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
