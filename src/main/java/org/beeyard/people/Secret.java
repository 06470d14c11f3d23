package org.beeyard.people;

import java.security.SecureRandom;
import java.util.Base64;
import org.beeyard.protocol.Sha256;

/** What somebody shows to be known by: a session's, a token's or an attempt's. Only its hash is stored. */
public record Secret(String text) {

    /** @param kind how it begins, so that people and scanners tell what they have found */
    public static Secret fresh(String kind, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Secret(kind + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public String hash() {
        return Sha256.hex(text);
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
