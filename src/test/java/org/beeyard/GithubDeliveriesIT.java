package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.GithubFault;
import org.beeyard.github.GithubRights;
import org.junit.jupiter.api.Test;

/** Deliveries as they come, and a GitHub that has faults. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class GithubDeliveriesIT extends BesideGithub {

    @Test
    void takes_deliveries_twice_late_and_in_any_order() throws IOException {
        open("anna");
        github.close(number, false);
        tell("closed");
        tell("opened"); // which was sent before
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is not null and " + mine())
                .equals("2"));
        assertThat(series()).isZero();
        github.reopen(number);
        String id = UUID.randomUUID().toString();
        String content = "\"action\": \"reopened\", \"number\": " + number;
        assertThat(deliver("pull_request", content, id).asString()).isEqualTo("It is dealt with soon.\n");
        soon().until(() -> state().equals("APPLIED"));
        assertThat(deliver("pull_request", content, id).asString()).isEqualTo("It was here before.\n");
        tell("synchronize");
        tell("closed"); // it never was again
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is null and " + mine())
                .equals("0"));
        assertThat(state()).isEqualTo("APPLIED");
        assertThat(text("select count(*) || '' from github_version where " + mine()))
                .isEqualTo("1");
    }

    @Test
    void believes_only_what_is_signed() throws IOException {
        open("anna");
        String body = "{\"repository\": {\"full_name\": \"example/linux\"}, \"action\": \"opened\", \"number\": "
                + number + "}";
        String good = FakeGithub.signature(body, GithubFarm.SECRET);
        String id = UUID.randomUUID().toString();
        send("pull_request", body, id, FakeGithub.signature(body, "another secret"))
                .then()
                .statusCode(401);
        send("pull_request", body + " ", id, good).then().statusCode(401);
        send("pull_request", body, id, good.substring(0, good.length() - 1))
                .then()
                .statusCode(401);
        send("pull_request", body, id, "sha256=").then().statusCode(401);
        send("pull_request", "[".repeat(100_000), id, "sha256=00").then().statusCode(401);
        send("pull_request", body, "an id with spaces", good).then().statusCode(400);
        given().body(body).post("/hooks/github").then().statusCode(400);
        String elsewhere = body.replace("example/linux", "example/other");
        assertThat(send("pull_request", elsewhere, id, FakeGithub.signature(elsewhere, GithubFarm.SECRET))
                        .asString())
                .isEqualTo("The repository is not one of this farm's.\n");
        send("ping", body, id, good).then().statusCode(202);
        assertThat(text("select count(*) || '' from webhook_delivery where id = '" + id + "'"))
                .isEqualTo("0");
        send("pull_request", body, id, good).then().statusCode(202);
        assertThat(text("select count(*) || '' from webhook_delivery where id = '" + id + "'"))
                .isEqualTo("1");
    }

    @Test
    void answers_at_once_while_github_does_not() throws IOException {
        open("anna");
        github.fault(GithubFault.HELD, "GET", "/pulls/" + number, 1);
        tell("opened");
        soon().until(github::holds);
        tell("edited").then().statusCode(202);
        assertThat(github.holds()).isTrue();
        github.goOn();
        patient(() -> assertThat(state()).isEqualTo("APPLIED"));
    }

    @Test
    void reads_on_after_each_kind_of_fault() throws IOException {
        List.of(
                        GithubFault.TOO_MANY,
                        GithubFault.SECONDARY_LIMIT,
                        GithubFault.USED_UP,
                        GithubFault.BAD_GATEWAY,
                        GithubFault.UNAVAILABLE,
                        GithubFault.HTML,
                        GithubFault.CUT_BEFORE,
                        GithubFault.CUT_AFTER_SUCCESS)
                .forEach(fault -> github.fault(fault, "GET", "/pulls", 1));
        opened("anna");
        patient(() -> assertThat(state()).isEqualTo("APPLIED"));
        assertThat(github.faultsToCome()).isEmpty();
    }

    @Test
    void closes_nothing_because_its_rights_are_gone() throws IOException {
        opened("anna");
        soon().until(() -> state().equals("APPLIED"));
        for (GithubRights lost : List.of(GithubRights.REVOKED, GithubRights.LOST, GithubRights.HIDDEN)) {
            github.rights(lost);
            tell("edited");
            poll();
            soon().until(() -> error().contains("was answered"));
            assertThat(given().accept(ContentType.HTML).get("/farm").asString())
                    .contains("was answered "
                            + (lost == GithubRights.REVOKED ? 401 : lost == GithubRights.LOST ? 403 : 404));
            assertThat(state()).as(lost.name()).isEqualTo("APPLIED");
            github.rights(GithubRights.ALL);
            patient(() -> assertThat(error()).isEmpty());
        }
        long before = series();
        push("after");
        tell("synchronize");
        patient(() -> assertThat(series()).isNotEqualTo(before));
    }

    @Test
    void asks_twice_where_nothing_has_happened_however_much_is_open() throws IOException {
        for (int i = 0; i < 120; i++) {
            github.pull(10_000 + number * 1000 + i, "stranger", name + " " + i, "b".repeat(40), 300);
        }
        poll();
        soon().until(() -> text("select count(*) || '' from github_pull where repository = '" + source()
                        + "' and number >= " + (10_000 + number * 1000))
                .equals("120"));
        github.age(Duration.ofMinutes(10));
        cycle();
        github.forgetRequests();
        cycle();
        assertThat(github.requests())
                .filteredOn(r -> r.startsWith("GET ") && !r.contains("check-runs") && !r.contains("/app/"))
                .hasSize(2);
        assertThat(github.requests())
                .as("what was told in vain")
                .filteredOn(r -> r.contains("/app/"))
                .containsExactly("GET /api/v3/app/hook/deliveries?per_page=100");
        List<Integer> answers = github.answers();
        List<String> requests = github.requests();
        for (int i = 0; i < requests.size(); i++) {
            if (!requests.get(i).contains("check-runs") && !requests.get(i).contains("/app/")) {
                assertThat(answers.get(i)).as(requests.get(i)).isEqualTo(304);
            }
        }
    }

    /** A look at all, to its end. */
    private void cycle() {
        run("update github_repository set not_before = null, succeeded_at = 'epoch'");
        soon().until(() -> !text("select succeeded_at || '' from github_repository where name = '" + source() + "'")
                .startsWith("1970"));
    }
}
