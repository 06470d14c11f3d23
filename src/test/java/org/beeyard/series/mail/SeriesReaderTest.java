package org.beeyard.series.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.beeyard.protocol.ByteSize;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails as people send them. */
class SeriesReaderTest {

    private static final String DIFF = """
            ---
             kernel/bpf/a.c | 2 +-
             1 file changed, 1 insertion(+), 1 deletion(-)

            diff --git a/kernel/bpf/a.c b/kernel/bpf/a.c
            index 1111111..2222222 100644
            --- a/kernel/bpf/a.c
            +++ b/kernel/bpf/a.c
            @@ -1,2 +1,2 @@
            -int a = 1;
            +int a = 2;
             int b;
            --
            2.47.3

            """;

    private static final int MEBI = 1 << 20;

    private final SeriesReader reader =
            new SeriesReader(new MailLimits(100, ByteSize.of("10MiB"), ByteSize.of("64MiB")));

    @Test
    void reads_a_patch_without_a_separator_line() {
        PostedSeries series =
                read(mail("[PATCH bpf-next] bpf: Fix a", "Because.\n\nSigned-off-by: A <a@b.org>\n" + DIFF));
        assertThat(series.title()).isEqualTo("bpf: Fix a");
        assertThat(series.tags()).containsExactly("bpf-next");
        assertThat(series.patches()).singleElement().satisfies(patch -> {
            assertThat(patch.message()).isEqualTo("bpf: Fix a\n\nBecause.\n\nSigned-off-by: A <a@b.org>\n");
            assertThat(new String(patch.diff(), StandardCharsets.UTF_8)).startsWith("---\n kernel/bpf/a.c | 2 +-");
        });
    }

    @Test
    void puts_patches_in_order_and_takes_the_title_of_the_cover_letter() {
        PostedSeries series = read(mbox(mail("[PATCH bpf v3 2/2] second", DIFF))
                + mbox(mail("[PATCH bpf v3 0/2] The whole", "Cover words.\n"))
                + mbox(mail("[PATCH bpf v3 1/2] first", DIFF)));
        assertThat(series.title()).isEqualTo("The whole");
        assertThat(series.version()).isEqualTo(3);
        assertThat(series.cover()).hasValue("The whole\n\nCover words.\n");
        assertThat(series.patches()).extracting(PostedPatch::subject).containsExactly("first", "second");
    }

    @Test
    void leaves_replies_out() {
        PostedSeries series = read(mbox(mail("[PATCH 1/1] first", DIFF))
                + mbox(mail("Re: [PATCH 1/1] first", "> -int a = 1;\nLooks good.\n")));
        assertThat(series.patches()).hasSize(1);
    }

    @Test
    void does_not_take_a_reviewers_inline_diff_for_a_patch() {
        PostedSeries series = read(
                mbox(mail("Re: [PATCH 1/1] first", "Rather so:\n" + DIFF)) + mbox(mail("[PATCH 1/1] first", DIFF)));
        assertThat(series.patches()).extracting(PostedPatch::message).containsExactly("first\n");
    }

    @Test
    void takes_the_newest_version_of_a_thread() {
        PostedSeries series = read(mbox(mail("[PATCH] one", DIFF)) + mbox(mail("[PATCH v2] one", "Second.\n" + DIFF)));
        assertThat(series.version()).isEqualTo(2);
        assertThat(series.patches()).extracting(PostedPatch::message).containsExactly("one\n\nSecond.\n");
    }

    @Test
    void takes_a_newest_version_without_numbers_from_a_thread_that_had_them() {
        PostedSeries series = read(mbox(mail("[PATCH 0/2] The whole", "Cover words.\n"))
                + mbox(mail("[PATCH 1/2] first", DIFF))
                + mbox(mail("[PATCH 2/2] second", DIFF))
                + mbox(mail("[PATCH v2] fix", DIFF)));
        assertThat(series.version()).isEqualTo(2);
        assertThat(series.title()).isEqualTo("fix");
        assertThat(series.cover()).isEmpty();
        assertThat(series.patches()).extracting(PostedPatch::subject).containsExactly("fix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: [PATCH] =?utf-8?q?a=00b?=\n",
                "Subject: [PATCH =?utf-8?q?a=00b?=] x\n",
                "Subject: [PATCH] x\nMessage-ID: <=?utf-8?q?a=00b=40c?=>\n",
                "Subject: [PATCH] x\nMessage-ID: <a\0b@c>\n",
                "Subject: [PATCH] x\nIn-Reply-To: <a\0b@c>\n",
                "Subject: [PATCH] x\n\nSubject: y\n\nwith \0\n",
                "Subject: [PATCH] x\n\nWhy.\n---\nDepends-on: <a\0b@example.org>\n",
            })
    void refuses_what_no_database_and_no_commit_can_hold(String mail) {
        String body = mail.contains("\n\n") ? DIFF : "\n" + DIFF;
        assertThat(problem("From: A U Thor <author@example.org>\n" + mail + body))
                .isEqualTo("A mail holds a NUL character in its text.");
    }

    @Test
    void names_the_patches_that_are_not_there() {
        assertThat(problem(mbox(mail("[PATCH 2/3] second", DIFF))))
                .isEqualTo("Of the 3 patches of v1 these are not in the mailbox: [1, 3].");
    }

    @Test
    void decodes_quoted_printable_and_encoded_headers() {
        PostedSeries series =
                read("From: =?utf-8?q?J=C3=B6rg?= <j@example.org>\nSubject: [PATCH] =?utf-8?b?YsO8ZzogZml4?=\n"
                        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + "Gr=C3=BC=C3=9Fe\n" + DIFF.replace("= 1", "=3D 1").replace("= 2;", "=3D 2;"));
        assertThat(series.patches().getFirst().author()).hasToString("Jörg <j@example.org>");
        assertThat(series.patches().getFirst().message()).isEqualTo("büg: fix\n\nGrüße\n");
        assertThat(new String(series.patches().getFirst().diff(), StandardCharsets.UTF_8))
                .contains("\n-int a = 1;\n");
    }

    @Test
    void decodes_base64_with_line_ends_of_another_system() {
        String body = Base64.getMimeEncoder()
                .encodeToString(("Why.\n" + DIFF).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        PostedSeries series = read("From: A <a@b.org>\r\nSubject: [PATCH] x\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body);
        assertThat(new String(series.patches().getFirst().diff(), StandardCharsets.UTF_8))
                .doesNotContain("\r");
        assertThat(series.patches().getFirst().message()).isEqualTo("x\n\nWhy.\n");
    }

    @Test
    void takes_the_author_from_the_body_and_unfolds_the_subject() {
        PostedSeries series = read("From: Sender <s@example.org>\nSubject: [PATCH] a long\n subject\n"
                + "Date: Tue, 3 Feb 2026 10:11:12 +0100\n\nFrom: Real Author <r@example.org>\n\nText.\n" + DIFF);
        PostedPatch patch = series.patches().getFirst();
        assertThat(patch.author()).hasToString("Real Author <r@example.org>");
        assertThat(patch.subject()).isEqualTo("a long subject");
        assertThat(patch.date()).hasValueSatisfying(d -> assertThat(d).hasToString("2026-02-03T10:11:12+01:00"));
        assertThat(series.submitter()).hasToString("Sender <s@example.org>");
    }

    @Test
    void unfolds_headers_in_the_body() {
        PostedSeries series = read("From: Sender <s@example.org>\nSubject: [PATCH] x\n\n"
                + "From: A Very Long Name\n <long@example.org>\nSubject: [PATCH] bpf: Say it\n at length\n\nText.\n"
                + DIFF);
        assertThat(series.patches().getFirst().author()).hasToString("A Very Long Name <long@example.org>");
        assertThat(series.patches().getFirst().message()).isEqualTo("bpf: Say it at length\n\nText.\n");
    }

    @Test
    void reads_a_patch_that_is_attached() {
        PostedSeries series = read("From: A <a@b.org>\nSubject: [PATCH] x\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=\"sep\"\n\nThis is a multi-part message in MIME format.\n"
                + "--sep\nContent-Type: text/plain; charset=UTF-8; format=fixed\nContent-Transfer-Encoding: 8bit\n\n"
                + "Why.\n---\n kernel/bpf/a.c | 2 +-\n\n--sep\n"
                + "Content-Type: text/x-patch; name=\"0001-x.patch\"\nContent-Transfer-Encoding: 8bit\n"
                + "Content-Disposition: attachment; filename=\"0001-x.patch\"\n\n"
                + DIFF.substring(DIFF.indexOf("diff --git"))
                + "\n--sep--\n");
        assertThat(series.patches().getFirst().message()).isEqualTo("x\n\nWhy.\n");
        assertThat(new String(series.patches().getFirst().diff(), StandardCharsets.UTF_8))
                .contains("\n-int a = 1;\n+int a = 2;\n");
    }

    @Test
    void reads_one_of_two_texts_that_say_the_same() {
        PostedSeries series = read(
                "From: A <a@b.org>\nSubject: [PATCH] x\nMIME-Version: 1.0\n"
                        + "Content-Type: multipart/alternative; boundary=\"sep\"\n\n--sep\nContent-Type: text/plain\n\nWhy.\n"
                        + DIFF
                        + "--sep\nContent-Type: text/enriched\n\n<bold>Why.</bold>\n--sep\nContent-Type: text/html\n\n<p>Why.</p>\n--sep--\n");
        assertThat(series.patches().getFirst().message()).isEqualTo("x\n\nWhy.\n");
        assertThat(new String(series.patches().getFirst().diff(), StandardCharsets.UTF_8))
                .doesNotContain("bold");
    }

    @Test
    void knows_the_zone_names_of_old_mails() {
        PostedSeries series =
                read("From: A <a@b.org>\nSubject: [PATCH] x\nDate: Tue, 3 Feb 2026 10:11:12 EST\n\n" + DIFF);
        assertThat(series.patches().getFirst().date())
                .hasValueSatisfying(d -> assertThat(d).hasToString("2026-02-03T10:11:12-05:00"));
    }

    @Test
    void cuts_at_scissors() {
        PostedSeries series =
                read(mail("[PATCH] x", "Hello,\nas promised:\n\n-- >8 --\nSubject: [PATCH] y\n\nReal text.\n" + DIFF));
        assertThat(series.patches().getFirst().message()).isEqualTo("y\n\nReal text.\n");
    }

    @Test
    void unquotes_lines_that_look_like_a_separator() {
        PostedSeries series = read(mbox(mail("[PATCH] x", ">From here on it is better.\n" + DIFF)));
        assertThat(series.patches().getFirst().message()).isEqualTo("x\n\nFrom here on it is better.\n");
    }

    @Test
    void unwraps_flowed_text() {
        String flowed = DIFF.lines().map(l -> l.startsWith(" ") ? " " + l : l).reduce("", (a, l) -> a + l + "\n");
        PostedSeries series =
                read("From: A <a@b.org>\nSubject: [PATCH] x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
                        + "One line \nin two.\n" + flowed);
        assertThat(series.patches().getFirst().message()).isEqualTo("x\n\nOne line in two.\n");
        assertThat(new String(series.patches().getFirst().diff(), StandardCharsets.UTF_8))
                .contains("\n int b;\n");
    }

    @Test
    void unpacks_gzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(mail("[PATCH] x", DIFF).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(reader.read(packed.toByteArray())).isInstanceOf(Reading.Readable.class);
    }

    @Test
    void finds_the_trailers_of_b4() {
        PostedSeries series = read(mail(
                "[PATCH] x",
                DIFF + "base-commit: 0123456789012345678901234567890123456789\nchange-id: 20260101-x-0a1b2c\n"));
        assertThat(series.baseCommit()).hasValue("0123456789012345678901234567890123456789");
        assertThat(series.changeId()).hasValue("20260101-x-0a1b2c");
    }

    @Test
    void says_what_is_wrong_with_what_is_no_mail() {
        assertThat(problem("")).isEqualTo("The upload is empty.");
        assertThat(problem("\u0000\u0001garbage")).isEqualTo("Mail 1 of 1 is not a mail: it has no Subject header.");
        assertThat(problem(mail("hello", "no patch here\n"))).isEqualTo("No mail in it carries a patch.");
    }

    @Test
    void reads_what_a_series_says_it_comes_after() {
        PostedSeries series = read(mail("[PATCH] p", """
                Words.
                Depends-on: <one@example.org>
                Depends-on: https://lore.example.org/bpf/two@example.org/T/
                ---
                """ + DIFF + """
                prerequisite-change-id: 20260101-x-0a1b2c:v3
                prerequisite-patch-id: 0123456789abcdef0123456789abcdef01234567
                """));
        assertThat(series.dependsOn())
                .containsExactly(
                        "one@example.org",
                        "two@example.org",
                        "change-id 20260101-x-0a1b2c",
                        "patch-id 0123456789abcdef0123456789abcdef01234567");
    }

    @Test
    void refuses_more_and_larger_than_the_limits() {
        StringBuilder many = new StringBuilder();
        for (int i = 1; i <= 101; i++) {
            many.append(mbox(mail("[PATCH " + i + "/101] p", DIFF)));
        }
        assertThat(problem(many.toString())).isEqualTo("The series has 101 patches; this farm takes at most 100.");
        assertThat(problem(mail("[PATCH] big", DIFF + "+" + "x".repeat(11 << 20) + "\n")))
                .isEqualTo("The patch 1 (big) is larger than 10 MiB.");
    }

    @Test
    void refuses_a_hunk_of_more_lines_than_a_file_can_have() {
        assertThat(problem(mail("[PATCH] vast", DIFF.replace("@@ -1,2 +1,2 @@", "@@ -1,99999999999 +1 @@"))))
                .isEqualTo("The patch 1 (vast) has a hunk of more lines than a file can have.");
    }

    /** A mebibyte each, of which what is looked for could begin anywhere. */
    @ParameterizedTest
    @MethodSource
    void ends_soon_whatever_strangers_write(String mail) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(reader.read(mail.getBytes(StandardCharsets.UTF_8)))
                        .isNotNull());
    }

    static Stream<Named<String>> ends_soon_whatever_strangers_write() {
        return Stream.of(
                hostile("an address that never begins", body("From: x" + " ".repeat(MEBI) + "x")),
                hostile("spaces before an address", body("From:" + " ".repeat(MEBI) + "x <a@b")),
                hostile("a line that ends in its middle", body("From:" + " ".repeat(MEBI) + "\rx")),
                hostile("quotes", body("From: " + "\"".repeat(MEBI))),
                hostile("addresses", body("From: " + "a@".repeat(MEBI / 2) + " (")),
                hostile("encoded words that do not end", body("From: " + "=?a?q?".repeat(MEBI / 6))),
                hostile("comments in a date", body("Date: " + "(".repeat(MEBI))),
                hostile("spaces in a date", body("Date: 1" + " ".repeat(MEBI) + "1")),
                hostile("colons before a subject", body("Subject: " + ":".repeat(MEBI))),
                hostile("brackets before a subject", body("Subject: " + "[]".repeat(MEBI / 2))),
                hostile("scissors", mail("[PATCH] x", "- >8".repeat(MEBI / 4) + "x\n" + DIFF)),
                hostile("a trailer", mail("[PATCH] x", "Base-commit: abcd" + " ".repeat(MEBI) + "x\n" + DIFF)),
                hostile("a line that begins no patch", mail("[PATCH] x", "---" + " ".repeat(MEBI) + "x\n" + DIFF)),
                hostile(
                        "separators",
                        ("From " + "1:23 ".repeat(60) + "\n").repeat(MEBI / 300) + mail("[PATCH] x", DIFF)),
                hostile("white space in a header", "From: " + "\f".repeat(60_000) + "x\nSubject: [PATCH] x\n\n" + DIFF),
                hostile(
                        "encoded words in a header",
                        "From: A <a@b.org>\nSubject: " + "=?a?q?".repeat(10_000) + "\n\n" + DIFF),
                hostile("parts within parts", "From: A <a@b.org>\nSubject: [PATCH] x\n" + nested(10_000) + DIFF),
                hostile(
                        "text that flows",
                        "From: A <a@b.org>\nSubject: [PATCH] x\nContent-Type: text/plain; format=flowed\n\n"
                                + "x \n".repeat(MEBI / 3) + DIFF));
    }

    private static Named<String> hostile(String name, String mail) {
        return Named.of(name, mail);
    }

    private static String nested(int parts) {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n".formatted(i, i));
        }
        return nested + "\n";
    }

    private static String body(String header) {
        return mail("[PATCH] x", header + "\n\nWhy.\n" + DIFF);
    }

    private PostedSeries read(String mbox) {
        Reading reading = reader.read(mbox.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(Reading.Readable.class);
        return ((Reading.Readable) reading).series();
    }

    private String problem(String mbox) {
        Reading reading = reader.read(mbox.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        return ((Reading.Unreadable) reading).problem();
    }

    private static String mail(String subject, String body) {
        return "From: A U Thor <author@example.org>\nDate: Mon, 2 Feb 2026 10:00:00 +0000\nMessage-ID: <"
                + Integer.toHexString(subject.hashCode()) + "@example.org>\nSubject: " + subject + "\n\n" + body;
    }

    private static String mbox(String mail) {
        return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n" + mail + "\n";
    }
}
