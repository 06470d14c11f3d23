package org.beeyard.people;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.beeyard.people.Strangers.browser;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.beeyard.IdleFarm;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** Who did what, as it is kept and shown. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class AuditTest {

    private static final Actor ACTOR = new Actor(Optional.empty(), Optional.empty(), "Au <i>Ditor");

    @Inject
    Audit audit;

    @Inject
    Strangers strangers;

    @Test
    void is_not_kept_of_what_was_not_done() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    audit.note(ACTOR, Act.CANCEL, "run 404", "");
                    throw new IllegalStateException("the act fails");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(audit.page(null)).noneMatch(row -> row.object().equals("run 404"));
    }

    @Test
    void is_shown_page_by_page_to_operators() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < Audit.PAGE + 5; i++) {
                audit.note(ACTOR, Act.RETEST, "run " + i, "");
            }
        });
        Secret operator = strangers.session(strangers.person("reads the audit", Role.OPERATOR));
        Document page =
                Jsoup.parse(browser(operator).accept("text/html").get("/audit").asString());
        assertThat(page.select("tbody tr")).hasSize(Audit.PAGE);
        assertThat(page.selectFirst("tbody tr").text())
                .contains("Au <i>Ditor")
                .contains("retest")
                .contains("run 104");
        String older = page.select("a[href^=/audit?before]").attr("href");
        assertThat(Jsoup.parse(browser(operator).accept("text/html").get(older).asString())
                        .selectFirst("tbody tr")
                        .text())
                .contains("run 4");
        List<String> twin = given().accept("application/json").get(older).path("object");
        assertThat(twin).startsWith("run 4", "run 3", "run 2", "run 1", "run 0");
        Secret member = strangers.session(strangers.person("may not", Role.MEMBER));
        browser(member).get("/audit").then().statusCode(403);
    }
}
