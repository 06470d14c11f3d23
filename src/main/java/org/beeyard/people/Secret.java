package org.beeyard.people;

import java.security.SecureRandom;
import java.util.Base64;
import org.beeyard.protocol.Sha256;

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
        return Sha256.hex(text);
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
