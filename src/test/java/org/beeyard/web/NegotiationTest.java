package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.beeyard.IdleFarm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and their twins stand at one path. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class NegotiationTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/series",
                "/runs",
                "/flaky",
                "/splats",
                "/trees",
                "/rules",
                "/farm",
                "/account",
                "/audit",
                "/search?q=x"
            })
    void who_takes_anything_gets_data_and_a_browser_the_page(String path) {
        given().accept("*/*").get(path).then().statusCode(200).contentType(startsWith("application/json"));
        given().accept(BROWSER).get(path).then().statusCode(200).contentType(startsWith("text/html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bpf-ci-check", "/api/v1/rules/denylist"})
    void what_has_one_form_only_is_given_in_that(String path) {
        given().accept("*/*").get(path).then().statusCode(200).contentType(startsWith("text/plain"));
    }
}
