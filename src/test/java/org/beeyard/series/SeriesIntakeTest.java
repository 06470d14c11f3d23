package org.beeyard.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.series.mail.MailLimits;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.series.mail.Reading;
import org.beeyard.series.mail.SeriesReader;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which series are versions of one change, and which of them counts. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SeriesIntakeTest {

    private static final String LIST = "netdevbpf@patchwork.example";
    private static final String UPLOAD = "upload";

    @Inject
    SeriesIntake intake;

    @Inject
    LimitConfig limits;

    @Inject
    EntityManager database;

    private final String name = "intake " + UUID.randomUUID();
    private String change;

    @BeforeEach
    void change() {
        change = "20260202-" + UUID.randomUUID();
    }

    @Test
    void an_upload_leaves_what_was_posted_and_its_run_alone() {
        long posted = take(LIST, mail("[PATCH test]", "posted"));
        awaitRun(posted);
        long reworked = take(UPLOAD, mail("[PATCH test]", "reworked"));
        awaitRun(reworked);
        assertThat(state(posted)).isEqualTo("APPLIED");
        assertThat(runs(posted)).hasSize(1).doesNotContain("CANCELLED");
    }

    @Test
    void an_upload_without_a_version_is_tested_beside_a_posted_second_version() {
        take(LIST, mail("[PATCH test v2]", "posted"));
        assertThat(state(take(UPLOAD, mail("[PATCH test]", "what may be v3")))).isNotEqualTo("SUPERSEDED");
    }

    @Test
    void of_two_uploads_the_newer_counts_whatever_versions_they_name() {
        long older = take(UPLOAD, mail("[PATCH test v2]", "older"));
        long newer = take(UPLOAD, mail("[PATCH test]", "newer"));
        assertThat(state(older)).isEqualTo("SUPERSEDED");
        assertThat(state(newer)).isNotEqualTo("SUPERSEDED");
    }

    @Test
    void an_upload_that_comes_again_takes_the_place_of_the_one_between() {
        String first = mail("[PATCH test]", "first");
        long before = take(UPLOAD, first);
        long between = take(UPLOAD, mail("[PATCH test]", "between"));
        assertThat(take(UPLOAD, first)).isEqualTo(before);
        assertThat(state(before)).isNotEqualTo("SUPERSEDED");
        assertThat(state(between)).isEqualTo("SUPERSEDED");
    }

    @Test
    void what_is_posted_takes_the_place_of_uploads_of_its_version() {
        long tried = take(UPLOAD, mail("[PATCH test]", "tried"));
        long posted = take(LIST, mail("[PATCH test v2]", "posted"));
        assertThat(state(tried)).isEqualTo("SUPERSEDED");
        assertThat(state(posted)).isNotEqualTo("SUPERSEDED");
    }

    @Test
    void a_posted_version_that_is_found_late_is_superseded_by_the_posted_ones() {
        take(LIST, mail("[PATCH test v2]", "second"));
        assertThat(state(take(LIST, mail("[PATCH test]", "first")))).isEqualTo("SUPERSEDED");
    }

    @Test
    void an_upload_that_is_then_posted_counts_as_posted() {
        String same = mail("[PATCH test]", "same");
        long tried = take(UPLOAD, same);
        take(UPLOAD, mail("[PATCH test]", "another try"));
        assertThat(take(LIST, same)).isEqualTo(tried);
        assertThat(state(tried)).as("the other try is over").isNotEqualTo("SUPERSEDED");
        take(UPLOAD, mail("[PATCH test]", "reworked"));
        assertThat(state(tried)).isNotEqualTo("SUPERSEDED");
    }

    @Test
    void an_upload_that_is_then_posted_is_answered_by_the_next_version() {
        String uploaded = mail("[PATCH test]", "same");
        String posted = uploaded.replaceFirst("Message-ID: <.*>", "Message-ID: <posted-" + change + "@example.org>");
        take(UPLOAD, uploaded);
        long first = take(LIST, posted);
        take(
                LIST,
                mail("[PATCH test v2] renamed:", "second")
                        .replace("\n\n", "\nIn-Reply-To: <posted-" + change + "@example.org>\n\n"));
        assertThat(state(first)).isEqualTo("SUPERSEDED");
    }

    @Test
    void an_upload_that_is_posted_while_it_is_applied_comes_after_that() throws Exception {
        String uploaded = mail("[PATCH test]", "same");
        String posted = uploaded.replaceFirst("Message-ID: <.*>", "Message-ID: <posted-" + change + "@example.org>");
        long series = take(UPLOAD, uploaded);
        CompletableFuture<Long> taken = QuarkusTransaction.requiringNew().call(() -> {
            query("select id from series where id = " + series + " for no key update");
            CompletableFuture<Long> taking =
                    CompletableFuture.supplyAsync(() -> take(LIST, posted), Thread::startVirtualThread);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::somebodyWaits);
            query("update patch set message_id = message_id where series_id = " + series + " returning id");
            return taking;
        });
        assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo(series);
    }

    @Test
    void a_change_goes_on_under_another_title_by_its_change_id() {
        long first = take(LIST, changed(mail("[PATCH test]", "first")));
        take(LIST, changed(mail("[PATCH test v2] and more", "second")));
        assertThat(state(first)).isEqualTo("SUPERSEDED");
    }

    @Test
    void somebody_elses_change_id_makes_no_version_of_their_change() {
        long theirs = take(LIST, changed(mail("[PATCH test]", "theirs")));
        long strangers = take(
                LIST,
                changed(mail("[PATCH test v99]", "strangers").replace("author@example.org", "stranger@example.org")));
        assertThat(state(theirs)).isNotEqualTo("SUPERSEDED");
        long next = take(LIST, changed(mail("[PATCH test v2]", "next")));
        assertThat(state(theirs)).isEqualTo("SUPERSEDED");
        assertThat(state(next)).isNotEqualTo("SUPERSEDED");
        assertThat(state(strangers)).isNotEqualTo("SUPERSEDED");
    }

    @Test
    void a_change_of_which_older_farms_knew_the_change_id_alone_goes_on() {
        long first = take(LIST, changed(mail("[PATCH test]", "first")));
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update topic set key = encode(sha256(convert_to('change-id ' || cast(?2 as text), 'UTF8')), 'hex') where id = (select topic_id from series where id = ?1)",
                                first,
                                change)
                        .executeUpdate());
        take(LIST, changed(mail("[PATCH test v2]", "second")));
        assertThat(state(first)).isEqualTo("SUPERSEDED");
    }

    private String mail(String prefix, String to) {
        return IdleFarm.mail(prefix.replace("]", "] " + name), "one", name + " " + to);
    }

    /** As b4 writes it. */
    private String changed(String mail) {
        return mail.replace("\n---\n", "\n---\nchange-id: " + change + "\n");
    }

    private long take(String source, String mail) {
        SeriesReader reader = new SeriesReader(new MailLimits(limits.patches(), limits.patchSize(), limits.upload()));
        PostedSeries posted = ((Reading.Readable) reader.read(mail.getBytes(StandardCharsets.UTF_8))).series();
        return intake.take(posted, source, Optional.empty(), source.equals(UPLOAD))
                .series();
    }

    private boolean somebodyWaits() {
        return !query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .isEmpty();
    }

    private List<?> query(String sql) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> database.createNativeQuery(sql).getResultList());
    }

    private static void awaitRun(long series) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !runs(series).isEmpty());
    }

    private static String state(long series) {
        return given().get("/api/v1/series/" + series).path("state");
    }

    private static List<String> runs(long series) {
        return given().get("/api/v1/series/" + series).path("runs.state");
    }
}
