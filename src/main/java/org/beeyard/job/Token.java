package org.beeyard.job;

import java.security.SecureRandom;
import java.util.Base64;
import org.beeyard.protocol.Sha256;

/** The secret of one attempt. Only its hash is stored. */
public record Token(String secret) {

    static Token fresh(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Token("bya_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public String hash() {
        return Sha256.hex(secret);
    }

    @Override
    public String toString() {
        return "Token[…]";
    }
}
