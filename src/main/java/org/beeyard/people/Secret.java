package org.beeyard.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What somebody shows to be known by: a session's or a token's. Only its hash is stored. */
public record Secret(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param kind how it begins, so that people and scanners tell what they have found */
    static Secret fresh(String kind) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Secret(kind + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String hash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
