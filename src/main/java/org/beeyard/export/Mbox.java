package org.beeyard.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A patch as a mail that {@code git am} takes. Pure. */
final class Mbox {

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private Mbox() {}

    /**
     * @param position from 1
     * @param message the commit message, subject first
     * @param diff as sent
     */
    record Mail(
            int position,
            int of,
            @Nullable String messageId,
            String authorName,
            String authorEmail,
            OffsetDateTime date,
            String message,
            byte[] diff) {}

    static byte[] of(Mail mail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(mail, out);
        } catch (IOException e) {
            throw new IllegalStateException("a mail cannot be written into memory", e);
        }
        return out.toByteArray();
    }

    private static void write(Mail mail, OutputStream out) throws IOException {
        String message = mail.message().strip();
        int end = message.indexOf('\n');
        String subject = end < 0 ? message : message.substring(0, end);
        String body = end < 0 ? "" : message.substring(end).strip();
        StringBuilder head = new StringBuilder("From " + "0".repeat(40) + " Mon Sep 17 00:00:00 2001\n");
        head.append("From: ").append(name(mail.authorName())).append(" <").append(header(mail.authorEmail()));
        head.append(">\nDate: ").append(DATE.format(mail.date())).append('\n');
        if (mail.messageId() != null) {
            head.append("Message-ID: ").append(header(mail.messageId())).append('\n');
        }
        head.append("Subject: [PATCH ").append(mail.position()).append('/').append(mail.of());
        head.append("] ").append(header(subject));
        head.append(
                "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
        // A line that looks like the next mail's beginning would cut the message there.
        body.lines()
                .map(line -> line.startsWith("From ") ? ">" + line : line)
                .forEach(line -> head.append(line).append('\n'));
        head.append(body.isEmpty() ? "---\n\n" : "\n---\n\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(mail.diff());
        if (mail.diff().length == 0 || mail.diff()[mail.diff().length - 1] != '\n') {
            out.write('\n');
        }
        out.write("-- \nbeeyard\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String name) {
        String plain = header(name);
        return plain.matches("[\\p{L}\\p{N} '_-]*") ? plain : "\"" + plain.replaceAll("[\"\\\\]", "\\\\$0") + "\"";
    }

    private static String header(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
