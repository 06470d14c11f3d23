package org.beeyard.blob;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.beeyard.protocol.Sha256;

/** The SHA-256 and the number of bytes seen so far. */
public final class Digest {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private final MessageDigest digest = Sha256.fresh();
    private long size;

    public static boolean isDigest(String text) {
        return FORM.matcher(text).matches();
    }

    void update(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
        size += length;
    }

    long size() {
        return size;
    }

    /** Ends the count. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
