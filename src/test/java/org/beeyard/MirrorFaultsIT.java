package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.beeyard.github.GithubFault;
import org.beeyard.github.GithubRights;
import org.beeyard.mirror.OtherPatrol;
import org.junit.jupiter.api.Test;

/** A mirror whose GitHub, or whose way there, is not as it should be. */
@QuarkusTest
@TestProfile(MirrorFarm.class)
class MirrorFaultsIT extends BesideMirror {

    @Inject
    OtherPatrol other;

    @Test
    void is_made_once_whatever_goes_wrong_on_the_way() {
        GithubFault.ON_THE_WAY.forEach(fault -> {
            github.fault(fault, "POST", "/pulls", 1);
            github.fault(fault, "PUT", "/labels", 1);
        });
        failPushes();
        List<Long> all = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> patchwork.series(patch(title(number), 1, 1)))
                .toList();
        patient(() -> all.forEach(series -> rested(branch(series))));
        assertThat(all).allSatisfy(series -> assertThat(labels(branch(series))).containsExactly("V1", "test"));
        GithubFault.ON_THE_WAY.forEach(fault -> {
            github.fault(fault, "POST", "/comments", 1);
            github.fault(fault, "PATCH", "/pulls/", 1);
        });
        failPushes();
        for (int number = 1; number <= all.size(); number++) {
            String title = title(number);
            patchwork.series(mail(title, "[PATCH test v2]", "one", title + " again"));
        }
        patient(() -> all.forEach(series -> {
            assertThat(labels(branch(series))).containsExactly("V2", "test");
            rested(branch(series));
        }));
        assertThat(github.faultsToCome()).isEmpty();
        assertThat(server.faultsToCome()).isEmpty();
        soon().until(() -> !github.owes());
        assertThat(all).allSatisfy(series -> {
            assertThat(pulls(branch(series))).hasSize(1);
            assertThat(comments(branch(series))).hasSize(1);
        });
    }

    @Test
    void waits_where_another_farm_had_no_answer_yet() {
        long series = mirrored(patch(name, 1, 1));
        commentHeldBack(series);
        other.round();
        saidOnce(series);
    }

    @Test
    void waits_where_another_farm_had_no_answer_in_time() {
        long series = mirrored(patch(name, 1, 1));
        commentHeldBack(series);
        soon().until(() -> trouble().contains("not answered"));
        other.round();
        saidOnce(series);
    }

    private void commentHeldBack(long series) {
        github.fault(GithubFault.HELD, "POST", "/comments", 1);
        patchwork.series(mail(name, "[PATCH test v2]", "one", name + " again"));
        soon().until(github::holds);
        assertThat(comments(branch(series))).isEmpty();
    }

    private void saidOnce(long series) {
        github.goOn();
        patient(() -> {
            assertThat(labels(branch(series))).containsExactly("V2", "test");
            rested(branch(series));
        });
        soon().until(() -> !github.holds());
        assertThat(comments(branch(series))).hasSize(1);
    }

    private String title(int number) {
        return name + " " + number;
    }

    private static void failPushes() {
        List.of(
                        GithubFault.BAD_GATEWAY,
                        GithubFault.BAD_GATEWAY_AFTER_SUCCESS,
                        GithubFault.CUT_BEFORE,
                        GithubFault.CUT_AFTER_SUCCESS)
                .forEach(fault -> server.fault(fault, "git-receive-pack", 1));
    }

    @Test
    void waits_while_the_farm_has_no_right_to_it_and_says_so() {
        mirrored(patch(name, 1, 1));
        github.rights(GithubRights.LOST);
        long series = patchwork.series(patch(name + " then", 1, 1));
        soon().untilAsserted(() -> assertThat(trouble()).contains("403", "have no right to this"));
        given().accept("application/json")
                .get("/farm")
                .then()
                .body("mirrors[0].error", containsString("have no right to this"));
        given().accept("text/html").get("/farm").then().body(containsString("have no right to this"));
        github.rights(GithubRights.ALL);
        patient(() -> rested(branch(series)));
        soon().untilAsserted(() -> assertThat(trouble()).isEmpty());
    }

    @Test
    void is_left_as_it_is_while_its_repository_cannot_be_seen() {
        long series = mirrored(patch(name, 1, 1));
        github.rights(GithubRights.HIDDEN);
        patchwork.state(patch(series), "accepted");
        soon().untilAsserted(() -> assertThat(row("error", branch(series))).contains("404"));
        assertThat(stateOf(branch(series))).isEqualTo("open");
        github.rights(GithubRights.ALL);
        patient(() -> assertThat(stateOf(branch(series))).isEqualTo("closed"));
        assertThat(pulls(branch(series))).hasSize(1);
    }

    @Test
    void says_what_git_says_when_it_may_not_push() {
        mirrored(patch(name, 1, 1));
        server.wants(Optional.of("another token"));
        long series = patchwork.series(patch(name + " then", 1, 1));
        soon().untilAsserted(() -> assertThat(row("error", branch(series)))
                .contains("cannot be pushed to")
                .doesNotContain("ghs_"));
        server.wants(Optional.empty());
        patient(() -> rested(branch(series)));
    }
}
