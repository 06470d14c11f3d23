package org.beeyard.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.people.Strangers.browser;
import static org.beeyard.people.Strangers.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.beeyard.IdleFarm;
import org.beeyard.SteppedClock;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that people make for their programs. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class TokensTest {

    private static int people;

    @Inject
    Strangers strangers;

    @Inject
    SteppedClock clock;

    private Person owner;
    private Secret session;

    @BeforeEach
    void somebody() {
        owner = strangers.person("owner " + ++people, Role.MEMBER);
        session = strangers.session(owner);
    }

    @AfterEach
    void now() {
        clock.set(Duration.ZERO);
    }

    @Test
    void are_made_on_the_page_and_shown_there_once() {
        Response made = browser(session)
                .accept("text/html")
                .formParam("name", "my <laptop>")
                .formParam("scope", "read", "submit")
                .formParam("days", "7")
                .post("/account/tokens");
        made.then().statusCode(201).header("Cache-Control", "no-store");
        Secret secret = new Secret(
                Jsoup.parse(made.asString()).selectFirst("pre.secret").text());
        with(secret)
                .get("/account")
                .then()
                .body("name", equalTo(owner.name()))
                .body("rights", equalTo(List.of("read", "submit")));
        String page = browser(session).accept("text/html").get("/account").asString();
        Document shown = Jsoup.parse(page);
        assertThat(page).doesNotContain(secret.text());
        assertThat(shown.selectFirst("tbody tr").text()).contains("my <laptop>").contains("read, submit");
    }

    @Test
    void are_made_and_revoked_by_programs() {
        Response made = make(session, Map.of("name", "ci", "scopes", List.of("read"), "days", 30));
        made.then().statusCode(201).header("Cache-Control", "no-store");
        Secret secret = new Secret(made.path("token"));
        with(secret).get("/api/v1/tokens").then().body("name", equalTo(List.of("ci")));
        with(secret).delete("/api/v1/tokens/" + made.path("id")).then().statusCode(204);
        with(secret).get("/farm").then().statusCode(401).body("detail", containsString("has expired or was revoked"));
    }

    @Test
    void are_refused_with_the_reason() {
        make(session, Map.of("name", "ci", "scopes", List.of("operate")))
                .then()
                .statusCode(400)
                .body("detail", containsString("You may yourself only read, submit, act"));
    }

    @Test
    void die_with_the_token_by_which_they_were_made() {
        Response parent = make(session, Map.of("name", "parent", "scopes", List.of("read")));
        Response child = Strangers.with(new Secret(parent.path("token")))
                .contentType("application/json")
                .body(Map.of("name", "child", "scopes", List.of("read")))
                .post("/api/v1/tokens");
        Secret secret = new Secret(child.path("token"));
        with(secret).get("/account").then().statusCode(200);
        browser(session).delete("/api/v1/tokens/" + parent.path("id")).then().statusCode(204);
        with(secret).get("/account").then().statusCode(401);
    }

    @Test
    void end_at_their_time() {
        Secret secret = strangers.token(owner, Right.READ).secret();
        clock.set(Duration.ofHours(25));
        with(secret).get("/account").then().statusCode(401);
    }

    @Test
    void tell_to_the_minute_when_they_were_used() {
        Tokens.Made made = strangers.token(owner, Right.READ);
        browser(session).get("/api/v1/tokens").then().body("[0].usedAt", nullValue());
        with(made.secret()).get("/account");
        String first = browser(session).get("/api/v1/tokens").path("[0].usedAt");
        clock.set(Duration.ofSeconds(30));
        with(made.secret()).get("/account");
        browser(session).get("/api/v1/tokens").then().body("[0].usedAt", equalTo(first));
        clock.set(Duration.ofSeconds(90));
        with(made.secret()).get("/account");
        browser(session).get("/api/v1/tokens").then().body("[0].usedAt", not(equalTo(first)));
    }

    @Test
    void are_revoked_by_their_owner_and_by_operators_only() {
        Tokens.Made made = strangers.token(owner, Right.READ);
        Secret other = strangers.session(strangers.person("another member", Role.MEMBER));
        browser(other).post("/account/tokens/" + made.id() + "/revoke").then().statusCode(404);
        with(made.secret()).get("/account").then().statusCode(200);
        Secret operator = strangers.session(strangers.person("an operator", Role.OPERATOR));
        browser(operator).accept("text/html").get("/account").then().body(containsString(owner.name()));
        browser(operator)
                .post("/account/tokens/" + made.id() + "/revoke")
                .then()
                .statusCode(303);
        with(made.secret()).get("/account").then().statusCode(401);
    }

    @Test
    void beyond_the_newest_are_on_further_pages_and_can_be_revoked_there() {
        Tokens.Made first = strangers.token(owner, Right.READ);
        for (int i = 0; i < Tokens.LIST; i++) {
            strangers.token(owner, Right.READ);
        }
        String revoke = "form[action=/account/tokens/" + first.id() + "/revoke]";
        Document newest = account(session, "/account");
        assertThat(newest.select("tbody tr")).hasSize(Tokens.LIST);
        assertThat(newest.select(revoke)).isEmpty();
        String older = newest.select("a[rel=next]").attr("href");
        assertThat(account(session, older).select("tbody tr")).hasSize(1);
        assertThat(account(session, older).select(revoke)).hasSize(1);
        assertThat(account(session, older).select("a[rel=next]")).isEmpty();
        browser(session)
                .get("/account")
                .then()
                .body("tokens.size()", equalTo(Tokens.LIST))
                .body("moreTokens", equalTo(true));
        List<Integer> ids = browser(session).get("/api/v1/tokens").path("id");
        assertThat(ids).hasSize(Tokens.LIST);
        browser(session).get("/api/v1/tokens?before=" + ids.getLast()).then().body("id", equalTo(List.of((int)
                first.id())));
        assertThat(account(session, "/account?before=1").select("p.empty").text())
                .isEqualTo("There are no more.");
    }

    @Test
    void of_others_are_shown_to_operators_however_many_they_have_themselves() {
        Tokens.Made made = strangers.token(owner, Right.READ);
        Person operator = strangers.person("operator of many " + people, Role.OPERATOR);
        for (int i = 0; i < Tokens.LIST; i++) {
            strangers.token(operator, Right.READ);
        }
        Secret operators = strangers.session(operator);
        String revoke = "form[action=/account/tokens/" + made.id() + "/revoke]";
        assertThat(account(operators, "/account").select("#others ~ div " + revoke))
                .hasSize(1);
        for (int i = 0; i < Tokens.LIST; i++) {
            strangers.token(owner, Right.READ);
        }
        Document newest = account(operators, "/account");
        assertThat(newest.select(revoke)).isEmpty();
        String older = newest.select("a:contains(Older tokens of others)").attr("href");
        assertThat(older).endsWith("#others");
        assertThat(account(operators, older.replace("#others", "")).select(revoke))
                .hasSize(1);
    }

    private static Document account(Secret session, String path) {
        return Jsoup.parse(browser(session).accept("text/html").get(path).asString());
    }

    private static Response make(Secret session, Map<String, Object> wish) {
        return browser(session).contentType("application/json").body(wish).post("/api/v1/tokens");
    }
}
