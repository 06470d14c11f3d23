package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class MboxTest {

    private static final OffsetDateTime THEN = OffsetDateTime.parse("2026-02-02T10:00:00+01:00");

    @Test
    void a_patch_is_a_mail_that_git_takes() {
        assertThat(mail("A. U. Thor", "bpf: Say so\n\nWords.\n\nSigned-off-by: A", "diff --git a/x b/x\n"))
                .isEqualTo("""
                From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
                From: "A. U. Thor" <author@example.org>
                Date: Mon, 2 Feb 2026 10:00:00 +0100
                Message-ID: <1@example.org>
                Subject: [PATCH 1/2] bpf: Say so
                MIME-Version: 1.0
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: 8bit

                Words.

                Signed-off-by: A

                ---

                diff --git a/x b/x
                --\s
                beeyard

                """);
    }

    @Test
    void no_text_begins_another_mail_or_header() {
        assertThat(mail("A\nBcc: all\r\n", "s\n\nFrom 1 Mon Sep 17 00:00:00 2001\nFrom: x", "+1"))
                .contains("\nFrom: \"A Bcc: all\" <")
                .contains("\n\n>From 1 Mon Sep 17 00:00:00 2001\nFrom: x\n\n---\n\n+1\n-- \n");
    }

    private static String mail(String name, String message, String diff) {
        return new String(
                Mbox.of(new Mbox.Mail(
                        1,
                        2,
                        "<1@example.org>",
                        name,
                        "author@example.org",
                        THEN,
                        message,
                        diff.getBytes(StandardCharsets.UTF_8))),
                StandardCharsets.UTF_8);
    }
}
