package org.beeyard.series.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code git patch-id --stable} says of a patch (git-patch-id(1)): the same for the same changes, wherever they stand and
 * however they are spaced. {@code prerequisite-patch-id:} trailers name patches by it.
 */
public final class PatchId {

    private static final Pattern HUNK =
            Pattern.compile("@@ -\\d+(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@.*", Pattern.DOTALL);

    /** In a header, before the first hunk. */
    private static final int HEADER = -1;

    private final byte[] sum = new byte[20];
    private final MessageDigest file = sha1();
    private boolean any;
    private int before = HEADER;
    private int after = HEADER;

    private PatchId() {}

    /** Empty when there is no diff in it that git would know. */
    public static String of(byte[] diff) {
        PatchId id = new PatchId();
        for (String line : new String(diff, StandardCharsets.ISO_8859_1).split("(?<=\n)")) {
            if (!id.take(line)) {
                break;
            }
        }
        if (!id.any) {
            return "";
        }
        id.endFile();
        return HexFormat.of().formatHex(id.sum);
    }

    /** False after the last line of the diff. */
    private boolean take(String line) {
        if (line.startsWith("\\ ")) {
            return true; // no newline at the end of the file
        }
        boolean starts = line.startsWith("diff --git ");
        if (!any && !starts) {
            return true; // words before the diff
        }
        if (before == 0 && after == 0) { // a file of which only the mode changes is counted with the next, as git does
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                before = count(hunk.group(1));
                after = count(hunk.group(2));
                return true;
            }
            if (!starts) {
                return false;
            }
            endFile();
            before = HEADER;
            after = HEADER;
        }
        any = true;
        if (before == HEADER) {
            if (line.startsWith("index ")) {
                return true;
            }
            if (line.startsWith("--- ")) {
                before = 1;
                after = 1;
            } else if (!Character.isLetter(line.charAt(0))) {
                return false;
            }
        }
        if (line.startsWith("-") || line.startsWith(" ")) {
            before--;
        }
        if (line.startsWith("+") || line.startsWith(" ")) {
            after--;
        }
        file.update(line.replaceAll("[ \\t\\n\\r\\f\\x0b]", "").getBytes(StandardCharsets.ISO_8859_1));
        return true;
    }

    private static int count(String group) {
        return group == null ? 1 : Integer.parseInt(group);
    }

    /** Adds up the files' hashes, so that their order does not matter. */
    private void endFile() {
        byte[] hash = file.digest();
        int carry = 0;
        for (int i = 0; i < sum.length; i++) {
            carry += (sum[i] & 0xff) + (hash[i] & 0xff);
            sum[i] = (byte) carry;
            carry >>= 8;
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-1", e);
        }
    }
}
