package org.beeyard.patchwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.beeyard.patchwork.Visitor.CHECKS;
import static org.beeyard.patchwork.Visitor.mail;
import static org.beeyard.patchwork.Visitor.patch;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.beeyard.patchwork.FakePatchwork.Check;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake takes checks, and breaks, as v3.1.3 and what stands before it do. */
class FakePatchworkChecksTest {

    private FakePatchwork patchwork;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        patchwork = FakePatchwork.start();
        patchwork.clock(Instant.parse("2026-02-02T10:00:00Z"));
        visitor = new Visitor(patchwork.url());
    }

    @AfterEach
    void stop() {
        visitor.close();
        patchwork.close();
    }

    @Test
    void takes_a_check() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        HttpResponse<String> answer =
                visitor.post(CHECKS, "state=warning&context=beeyard-x86_64&description=Two+words");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(patchwork.url() + "/api/1.2/patches/1/checks/1/");
        assertThat(answer.body()).isEqualTo("""
                {"id":1,"url":"URL/api/1.2/patches/1/checks/1/","user":{"id":2,"url":"URL/api/1.2/users/2/",\
                "username":"beeyard","first_name":"","last_name":"","email":"beeyard@example.com"},\
                "date":"2026-02-02T10:00:00.000004","state":"warning","target_url":null,"context":"beeyard-x86_64",\
                "description":"Two words"}""".replace("URL", patchwork.url().toString()));
        visitor.post(CHECKS, "state=success&context=beeyard-x86_64");
        patchwork.foreignCheck(1, "bpf", "fail", "bpf-PR");
        assertThat(patchwork.checks(1))
                .containsExactly(
                        new Check("beeyard", "warning", "beeyard-x86_64", "Two words", ""),
                        new Check("beeyard", "success", "beeyard-x86_64", "", ""),
                        new Check("bpf", "fail", "bpf-PR", "said by bpf", "https://ci.example/"));
        assertThat(patchwork.newest(1))
                .isEqualTo(Map.of("beeyard-x86_64", new Check("beeyard", "success", "beeyard-x86_64", "", "")));
        assertThat(visitor.json(CHECKS + "?context=beeyard-x86_64&order=-date&per_page=1")
                        .get(0)
                        .get("state")
                        .asText())
                .isEqualTo("success");
        assertThat(visitor.json("/api/1.2/patches/1/").get("check").asText()).isEqualTo("fail");
    }

    @Test
    void says_what_is_wrong_with_a_check() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        assertThat(visitor.refusal("context=x")).isEqualTo("400 {\"state\":[\"A check must have a state.\"]}");
        assertThat(visitor.refusal("state=failure"))
                .isEqualTo("400 {\"state\":[\"\\\"failure\\\" is not a valid choice.\"]}");
        assertThat(visitor.refusal("state=fail&context=linux-6.1"))
                .isEqualTo("400 {\"context\":[\"Enter a valid \\\"slug\\\" consisting of letters, numbers,"
                        + " underscores or hyphens.\"]}");
        assertThat(visitor.refusal("state=fail&target_url=http://farm/x"))
                .isEqualTo("400 {\"target_url\":[\"Enter a valid URL.\"]}");
        assertThat(visitor.refusal("state=fail&target_url=https://farm.lan/" + "x".repeat(184)))
                .isEqualTo("400 {\"target_url\":[\"Ensure this field has no more than 200 characters.\"]}");
        assertThat(visitor.refusal("state=fail&target_url=https://farm.lan/" + "x".repeat(183)))
                .startsWith("201 ");
        assertThat(visitor.refusal("state=fail&target_url=http://127.0.0.1:8080/run/1"))
                .startsWith("201 ");
        assertThat(patchwork.checks(1)).hasSize(2);
    }

    @Test
    void forbids_and_never_asks_who_somebody_is() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        String mayNot = "403 {\"detail\":\"You do not have permission to perform this action.\"}";
        assertThat(visitor.said(visitor.send("POST", CHECKS, "", "state=fail"))).isEqualTo(mayNot);
        assertThat(visitor.said(visitor.send("POST", CHECKS, "Token " + FakePatchwork.STRANGERS_TOKEN, "state=fail")))
                .isEqualTo(mayNot);
        assertThat(visitor.said(visitor.post("/api/1.2/patches/7/checks/", "state=fail")))
                .isEqualTo("404 {\"detail\":\"Not found.\"}");
        patchwork.revokeToken();
        assertThat(visitor.refusal("state=fail")).isEqualTo("403 {\"detail\":\"Invalid token.\"}");
        assertThat(patchwork.checks(1)).isEmpty();
    }

    @Test
    void stores_a_check_and_does_not_say_so() {
        patchwork.series(patch("[PATCH bpf] bpf: One", 1));
        patchwork.fault(FakePatchwork.Fault.CUT_BEFORE, "POST", "/checks/", 1);
        patchwork.fault(FakePatchwork.Fault.CUT_AFTER_STORED, "POST", "/checks/", 1);
        assertThatThrownBy(() -> visitor.post(CHECKS, "state=fail")).hasRootCauseInstanceOf(IOException.class);
        assertThat(patchwork.checks(1)).isEmpty();
        assertThatThrownBy(() -> visitor.post(CHECKS, "state=fail")).hasRootCauseInstanceOf(IOException.class);
        assertThat(patchwork.checks(1)).hasSize(1);
        assertThat(visitor.refusal("state=pending")).startsWith("201 ");
        assertThat(patchwork.requests()).containsExactly("POST " + CHECKS, "POST " + CHECKS, "POST " + CHECKS);
    }

    @Test
    void breaks_in_other_ways() {
        patchwork.series(
                mail("[PATCH bpf 0/2] Two", 0, "Both.\n"),
                patch("[PATCH bpf 1/2] One", 1),
                patch("[PATCH bpf 2/2] Two", 2));
        String events = "/api/1.2/events/?per_page=4";
        String whole = visitor.get(events).body();
        for (FakePatchwork.Fault fault : List.of(
                FakePatchwork.Fault.TOO_MANY,
                FakePatchwork.Fault.SERVER_ERROR,
                FakePatchwork.Fault.UNAVAILABLE,
                FakePatchwork.Fault.HTML,
                FakePatchwork.Fault.TRUNCATED,
                FakePatchwork.Fault.SHIFT)) {
            patchwork.fault(fault, "GET", "/events/", 1);
        }
        assertThat(visitor.type(events)).isEqualTo("429 text/html; charset=utf-8");
        assertThat(visitor.type(events)).isEqualTo("500 text/html");
        assertThat(visitor.get(events).headers().firstValue("Retry-After")).hasValue("1");
        assertThat(visitor.type(events)).isEqualTo("200 text/html; charset=utf-8");
        assertThat(visitor.get(events).body()).isEqualTo(whole.substring(0, whole.length() / 2));
        assertThat(visitor.events("1.2", "per_page=4")).last().isEqualTo("4 patch-completed");
        assertThat(visitor.events("1.2", "per_page=4&page=2")).first().isEqualTo("4 patch-completed");
    }
}
