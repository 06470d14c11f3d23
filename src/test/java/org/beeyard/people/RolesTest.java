package org.beeyard.people;

import static org.beeyard.people.Strangers.browser;
import static org.beeyard.people.Strangers.nobody;
import static org.beeyard.people.Strangers.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.Test;

/** What readers, members and operators may, with a browser and by tokens. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RolesTest {

    @Inject
    Strangers strangers;

    @Test
    void a_reader_sends_no_series_and_a_member_does() {
        Secret reader = strangers
                .token(strangers.person("reader", Role.READER), Right.READ, Right.SUBMIT)
                .secret();
        with(reader)
                .post("/api/v1/series")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", equalTo("The token's owner is reader; this needs member."));
        Secret member = strangers
                .token(strangers.person("member", Role.MEMBER), Right.SUBMIT)
                .secret();
        with(member)
                .contentType("application/octet-stream")
                .body(IdleFarm.mail("[PATCH test] demo: By a member", "one", "by a member")
                        .getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/series")
                .then()
                .statusCode(201);
    }

    @Test
    void a_token_does_no_more_than_its_scopes() {
        Secret token = strangers
                .token(strangers.person("operator", Role.OPERATOR), Right.READ)
                .secret();
        with(token).get("/farm").then().statusCode(200);
        with(token)
                .post("/api/v1/probe")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token has no scope operate."));
    }

    @Test
    void a_member_operates_no_pools_and_is_told_so_on_a_page() {
        Secret member = strangers.session(strangers.person("Mem <b>Ber", Role.MEMBER));
        browser(member)
                .accept("text/html")
                .post("/api/v1/pools/none/pause")
                .then()
                .statusCode(403)
                .body(containsString("Mem &lt;b&gt;Ber is member; this needs operator."));
        browser(member).accept("text/html").get("/farm").then().body(not(containsString("/pause\"")));
    }

    @Test
    void who_pauses_a_pool_is_named_on_the_page_and_in_the_audit() {
        Secret operator = strangers.session(strangers.person("Opera Tor", Role.OPERATOR));
        browser(operator)
                .post("/api/v1/pools/none/pause")
                .then()
                .statusCode(200)
                .body("paused", equalTo(true));
        browser(operator).accept("text/html").get("/farm").then().body(containsString("Opera Tor has paused it."));
        browser(operator)
                .accept("text/html")
                .post("/api/v1/pools/none/resume")
                .then()
                .statusCode(303)
                .header("Location", equalTo("/farm"));
        browser(operator)
                .accept("application/json")
                .get("/audit")
                .then()
                .body("[0].who", equalTo("Opera Tor"))
                .body("[0].act", equalTo("resume"))
                .body("[0].object", equalTo("pool none"))
                .body("[1].act", equalTo("pause"));
    }

    @Test
    void agents_and_their_tokens_are_not_asked() {
        nobody().get("/attempt-api/v1/spec")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The call carries no token."));
        nobody().header("Authorization", "Bearer bya_forged")
                .get("/attempt-api/v1/spec")
                .then()
                .statusCode(410);
    }

    @Test
    void health_is_told_to_everybody() {
        nobody().get("/q/health/live").then().statusCode(200);
    }
}
