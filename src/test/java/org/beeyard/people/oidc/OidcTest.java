package org.beeyard.people.oidc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A farm whose people a provider knows, and which shows nothing to others. */
@QuarkusTest
@TestProfile(OidcFarm.class)
class OidcTest {

    @ConfigProperty(name = "sign-in.oidc.issuer")
    URI issuer;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    private FakeProvider provider;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @BeforeEach
    void provider() throws IOException {
        provider = FakeProvider.start(issuer.getPort());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void shows_nothing_to_who_has_not_signed_in() {
        given().accept("application/json").get("/farm").then().statusCode(401);
        given().get("/api/v1/series/1").then().statusCode(401);
        given().redirects()
                .follow(false)
                .accept("text/html")
                .get("/farm?x=1")
                .then()
                .statusCode(303);
        given().get("/attempts/1/log.txt").then().statusCode(401);
        given().post("/api/v1/probe").then().statusCode(401);
        given().get("/bpf-ci-check").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void leads_to_the_provider_and_back_to_the_page() throws Exception {
        provider.person("17", Map.of("groups", List.of("admins"), "preferred_username", "jane"));
        HttpResponse<String> page = get("/sign-in/oidc?to=/farm");
        assertThat(page.uri().getPath()).isEqualTo("/farm");
        assertThat(page.body()).contains(">jane</a>").contains("Look at all pools");
        // Only the farm's own session is left.
        assertThat(cookies.getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .containsExactly("beeyard");
        assertThat(get("/audit").body()).contains("jane").contains("As operator, from 127.0.0.1");
    }

    @Test
    void gives_the_role_that_the_claims_say_at_each_sign_in() throws Exception {
        provider.person("18", Map.of("groups", List.of("kernel")));
        get("/sign-in/oidc");
        assertThat(json("/account")).contains("\"role\":\"member\"");
        provider.person("18", Map.of("groups", List.of("staff")));
        get("/sign-in/oidc");
        assertThat(json("/account")).contains("\"role\":\"reader\"");
    }

    @Test
    void refuses_whom_the_provider_knows_and_the_farm_does_not() throws Exception {
        provider.person("19", Map.of("groups", List.of("guests")));
        HttpResponse<String> page = get("/sign-in/oidc?to=/farm");
        assertThat(page.uri().getPath()).isEqualTo("/sign-in");
        assertThat(page.body()).contains("gives you a role here");
        assertThat(cookies.getCookieStore().getCookies()).isEmpty();
    }

    @Test
    void takes_sessions_and_tokens_from_whom_the_provider_gives_no_role_any_more() throws Exception {
        provider.person("22", Map.of("groups", List.of("admins")));
        get("/sign-in/oidc");
        String token = JsonPath.from(send(request("/api/v1/tokens", "application/json")
                                .header("Content-Type", "application/json")
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"name\": \"mine\", \"scopes\": [\"read\"]}")))
                        .body())
                .getString("token");
        given().header("Authorization", "Bearer " + token)
                .accept("application/json")
                .get("/farm")
                .then()
                .statusCode(200);
        List<HttpCookie> session = List.copyOf(cookies.getCookieStore().getCookies());
        cookies.getCookieStore().removeAll();
        provider.person("22", Map.of("groups", List.of("guests")));
        assertThat(get("/sign-in/oidc").uri().getPath()).isEqualTo("/sign-in");
        given().header("Authorization", "Bearer " + token)
                .accept("application/json")
                .get("/farm")
                .then()
                .statusCode(401);
        given().cookie(session.getFirst().getName(), session.getFirst().getValue())
                .accept("application/json")
                .get("/farm")
                .then()
                .statusCode(401);
    }

    @Test
    void says_that_the_provider_has_said_no() throws Exception {
        provider.person("20", Map.of());
        provider.denies();
        assertThat(get("/sign-in/oidc").body())
                .contains("The provider has not let you in.")
                .doesNotContain("<b>No</b>");
    }

    @Test
    void believes_no_token_that_another_has_signed_or_that_was_for_another_sign_in() throws Exception {
        provider.person("21", Map.of("groups", List.of("admins")));
        provider.isImpersonated();
        assertThat(get("/sign-in/oidc").body()).contains("The provider has not let you in.");
        assertThat(json("/account")).contains("401");
        provider.person("21", Map.of("groups", List.of("admins")));
        provider.replays();
        assertThat(get("/sign-in/oidc").body()).contains("The provider has not let you in.");
        assertThat(json("/account")).contains("401");
    }

    @Test
    void has_no_admin_token() {
        assertThat(Files.exists(home.resolve("admin-token"))).isFalse();
        assertThat(given().get("/sign-in").asString())
                .doesNotContain("name=\"token\"")
                .contains("Sign in by 127.0.0.1");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, "text/html");
    }

    private String json(String path) throws Exception {
        return get(path, "application/json").body();
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return send(request(path, accept));
    }

    private static HttpRequest.Builder request(String path, String accept) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Accept", accept);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
