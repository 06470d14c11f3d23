package org.beeyard.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an App is known. */
class AppKeyTest {

    /** Of a key of 2048 bits, what PKCS#8 has before PKCS#1. */
    private static final int HEAD = 26;

    @TempDir
    Path folder;

    @Test
    void signs_with_a_key_as_github_gives_it_and_as_java_has_it() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        KeyPair pair = keys.generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        for (Path file : new Path[] {
            pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, HEAD, encoded.length)), pem("PRIVATE KEY", encoded)
        }) {
            String[] token = AppKey.read(17, file)
                    .token(Instant.ofEpochSecond(1_000_000))
                    .split("\\.");
            assertThat(new String(Base64.getUrlDecoder().decode(token[1]), StandardCharsets.UTF_8))
                    .isEqualTo("{\"iat\":999940,\"exp\":1000480,\"iss\":\"17\"}");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2])))
                    .isTrue();
        }
    }

    @Test
    void says_what_is_wrong_with_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "no key");
        assertThatThrownBy(() -> AppKey.read(17, file)).hasMessage("there is no private key (PEM) in " + file);
        Path broken = pem("PRIVATE KEY", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> AppKey.read(17, broken))
                .hasMessageStartingWith("the private key in " + broken + " cannot be used: ");
    }

    private Path pem(String kind, byte[] der) throws IOException {
        return Files.writeString(
                folder.resolve(kind + ".pem"),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }
}
