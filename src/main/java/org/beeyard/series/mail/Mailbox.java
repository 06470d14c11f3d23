package org.beeyard.series.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Splits an mbox, plain or gzip'd, into its mails. A single mail without a {@code From } line is a mailbox of one. */
final class Mailbox {

    private static final Pattern SEPARATOR =
            Pattern.compile("From \\S(?>.*?\\d:\\d\\d).*\\d{4}.*|From [0-9a-f]{40} .*|From mboxrd@z .*");
    private static final int GZIP_MAGIC = 0x1f8b;

    private Mailbox() {}

    /** The bytes, unpacked when they are gzip'd. */
    static byte[] unpack(byte[] upload, long limit) throws IOException, TooLarge {
        if (upload.length < 2 || (((upload[0] & 0xff) << 8) | (upload[1] & 0xff)) != GZIP_MAGIC) {
            return upload;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(upload))) {
            byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > limit) {
                throw new TooLarge();
            }
            return bytes;
        }
    }

    /** A gzip'd mailbox grows beyond the limit. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }

    static List<byte[]> split(byte[] mbox) {
        List<byte[]> mails = new ArrayList<>();
        int start = 0;
        for (int line = 0; line < mbox.length; line = nextLine(mbox, line)) {
            if (line > start && isSeparator(mbox, line)) {
                mails.add(Arrays.copyOfRange(mbox, start, line));
                start = line;
            }
        }
        if (start < mbox.length) {
            mails.add(Arrays.copyOfRange(mbox, start, mbox.length));
        }
        mails.removeIf(mail -> new String(mail, StandardCharsets.ISO_8859_1).isBlank());
        return mails;
    }

    /** The mail without its {@code From } line. */
    static byte[] withoutSeparator(byte[] mail) {
        return isSeparator(mail, 0) ? Arrays.copyOfRange(mail, nextLine(mail, 0), mail.length) : mail;
    }

    private static boolean isSeparator(byte[] mbox, int at) {
        if (at + 5 > mbox.length
                || mbox[at] != 'F'
                || mbox[at + 1] != 'r'
                || mbox[at + 2] != 'o'
                || mbox[at + 3] != 'm'
                || mbox[at + 4] != ' ') {
            return false;
        }
        int end = Math.min(nextLine(mbox, at), at + 300);
        return SEPARATOR
                .matcher(new String(mbox, at, end - at, StandardCharsets.ISO_8859_1).strip())
                .matches();
    }

    private static int nextLine(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, bytes.length);
    }
}
