package org.beeyard.people;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.people.Strangers.browser;
import static org.beeyard.people.Strangers.nobody;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.SteppedClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The farm's admin token, the session that it begins, and what is done without either. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SignInTest {

    private static Duration ahead = Duration.ZERO;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @Inject
    EntityManager database;

    @Inject
    SteppedClock clock;

    @Inject
    Strangers strangers;

    @Inject
    People people;

    @Inject
    SignInConfig config;

    private AdminToken admin;

    /** Other tests' farms have the same database: this one's token is made as if it were alone. */
    @BeforeEach
    void a_minute_of_its_own() {
        ahead = ahead.plusMinutes(2);
        clock.set(ahead);
        admin = new AdminToken(database, people, config, clock, new SecureRandom(), home, true);
        QuarkusTransaction.requiringNew().call(admin::settle);
    }

    @AfterEach
    void now() {
        clock.set(Duration.ZERO);
    }

    @Test
    void is_not_needed_on_the_farms_own_machine() {
        given().get("/account")
                .then()
                .body("name", equalTo("Somebody on this machine"))
                .body("rights.size()", equalTo(4));
        given().post("/api/v1/pools/none/resume").then().statusCode(409);
    }

    @Test
    void is_needed_by_others_for_all_but_reading() {
        nobody().get("/farm").then().statusCode(200);
        for (String path : new String[] {
            "series", "probe", "pools/none/pause", "publications/1/retry", "runs/1/cancel", "runs/1/retest"
        }) {
            nobody().post("/api/v1/" + path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer realm=\"beeyard\""))
                    .body("advice", containsString("BEEYARD_TOKEN"));
        }
        nobody().get("/audit").then().statusCode(401);
    }

    @Test
    void is_needed_by_a_page_whose_name_was_made_to_lead_here() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            "POST /api/v1/probe HTTP/1.1\r\nHost: rebound.example:%d\r\nOrigin: http://rebound.example:%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .formatted(RestAssured.port, RestAssured.port)
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void leads_a_browser_to_the_page_and_back() {
        nobody().accept("text/html")
                .header("Referer", "http://localhost/runs/7")
                .post("/api/v1/runs/7/cancel")
                .then()
                .statusCode(303)
                .header("Location", equalTo("/sign-in?to=%2Fruns%2F7"));
        assertThat(Jsoup.parse(nobody().get("/sign-in?to=/runs/7").asString())
                        .selectFirst("input[name=to]")
                        .val())
                .isEqualTo("/runs/7");
        enter(token(), "/runs/7").then().statusCode(303).header("Location", equalTo("/runs/7"));
        enter(token(), "//elsewhere.example").then().header("Location", not(containsString("elsewhere")));
    }

    @Test
    void keeps_the_token_for_its_owner_and_only_its_hash_in_the_database() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("admin-token"))))
                .isEqualTo("rw-------");
        assertThat(token()).matches("byt_[\\w-]{43}");
        List<String> hashes = database.createNativeQuery(
                        "select hash from api_token where expires_at is null and revoked_at is null", String.class)
                .getResultList();
        assertThat(hashes).containsExactly(new Secret(token()).hash());
    }

    @Test
    void makes_another_token_only_when_the_file_is_lost_and_ends_the_sessions_of_that_one() throws IOException {
        Secret session = new Secret(enter(token(), "/").getCookie("beeyard"));
        assertThat(QuarkusTransaction.requiringNew().call(admin::settle)).isEmpty();
        browser(session).get("/account").then().body("name", equalTo("admin"));
        Files.delete(home.resolve("admin-token"));
        assertThat(QuarkusTransaction.requiringNew().call(admin::settle)).contains(new Secret(token()));
        browser(session).get("/account").then().body("name", equalTo("Nobody known"));
    }

    @Test
    void begins_a_session_that_ends_by_itself() {
        Cookie cookie = enter(token(), "/").getDetailedCookie("beeyard");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getMaxAge()).isEqualTo(12 * 3600);
        Secret session = new Secret(cookie.getValue());
        browser(session).get("/account").then().body("name", equalTo("admin")).body("role", equalTo("operator"));
        browser(session).accept("text/html").get("/").then().body(containsString(">Sign out<"));
        clock.set(ahead.plusHours(13));
        browser(session).get("/account").then().body("name", equalTo("Nobody known"));
    }

    @Test
    void ends_with_sign_out_whatever_the_browser_keeps() {
        Secret session = new Secret(enter(token(), "/").getCookie("beeyard"));
        browser(session).post("/sign-out").then().statusCode(303).cookie("beeyard", "");
        browser(session).get("/account").then().body("name", equalTo("Nobody known"));
    }

    @Test
    void changes_nothing_for_a_cookie_that_another_site_sends_along() {
        Secret session = strangers.session(strangers.person("clicks anything", Role.OPERATOR));
        nobody().cookie("beeyard", session.text()).post("/api/v1/probe").then().statusCode(403);
        nobody().cookie("beeyard", session.text())
                .header("Origin", "https://elsewhere.example")
                .post("/api/v1/probe")
                .then()
                .statusCode(403);
        for (String site : new String[] {"cross-site", "same-site"}) {
            nobody().cookie("beeyard", session.text())
                    .header("Sec-Fetch-Site", site)
                    .post("/account/tokens")
                    .then()
                    .statusCode(403);
        }
        nobody().cookie("beeyard", session.text())
                .header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .post("/api/v1/pools/none/resume")
                .then()
                .statusCode(409);
    }

    @Test
    void says_that_a_token_is_wrong_and_soon_no_more() {
        for (int i = 0; i < Tries.OF_ONE; i++) {
            enter("wrong", "/").then().statusCode(401).body(containsString("This is not the farm&#39;s admin token."));
        }
        enter(token(), "/").then().statusCode(429).body(containsString("Wait a minute"));
        clock.set(ahead.plusMinutes(1));
        enter(token(), "/").then().statusCode(303);
        given().accept("application/json")
                .get("/audit")
                .then()
                .body("[0].act", equalTo("signed in"))
                .body("[1].act", equalTo("sign in refused"))
                .body("[1].who", equalTo("somebody"))
                .body("[1].detail", startsWith("From 127.0.0.1"));
    }

    @Test
    void takes_no_token_but_the_admins() {
        Secret theirs = strangers
                .token(strangers.person("has a token", Role.OPERATOR), Right.OPERATE)
                .secret();
        enter(theirs.text(), "/").then().statusCode(401);
    }

    @Test
    void stands_alone_in_a_page_that_may_load_nothing_from_elsewhere() {
        nobody().accept("text/html")
                .get("/sign-in")
                .then()
                .header("Content-Security-Policy", containsString("form-action 'self'"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }

    private String token() {
        try {
            return Files.readString(home.resolve("admin-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response enter(String token, String to) {
        return nobody().accept("text/html")
                .formParam("token", token)
                .formParam("to", to)
                .post("/sign-in");
    }
}
