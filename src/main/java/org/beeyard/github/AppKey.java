package org.beeyard.github;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An App's private key, and the tokens that it signs to be known as the App. */
final class AppKey {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA )?PRIVATE KEY-----");

    /** Clocks differ; GitHub takes ten minutes at most. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    private static final Duration AFTER = Duration.ofMinutes(8);

    private final long app;
    private final PrivateKey key;

    private AppKey(long app, PrivateKey key) {
        this.app = app;
        this.key = key;
    }

    /** @throws IOException when there is no RSA key in the file; the message says so as a clause */
    static AppKey read(long app, Path file) throws IOException {
        Matcher pem = PEM.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new IOException("there is no private key (PEM) in " + file);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return new AppKey(
                    app,
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(new PKCS8EncodedKeySpec(pem.group(1) == null ? der : wrapped(der))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the private key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** GitHub gives PKCS#1, Java reads PKCS#8: a sequence of version, algorithm (RSA) and the key as it was. */
    private static byte[] wrapped(byte[] key) {
        byte[] head = {
            0x02,
            0x01,
            0x00,
            0x30,
            0x0d,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            0x01,
            0x01,
            0x01,
            0x05,
            0x00
        };
        return tagged(0x30, joined(head, tagged(0x04, key)));
    }

    private static byte[] tagged(int tag, byte[] content) {
        return joined(
                new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length}, content);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** A JSON Web Token (RS256) that is good for some minutes. */
    String token(Instant now) {
        String claims = "{\"iat\":%d,\"exp\":%d,\"iss\":\"%d\"}"
                .formatted(now.minus(BEFORE).getEpochSecond(), now.plus(AFTER).getEpochSecond(), app);
        String signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the App's key cannot sign", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
