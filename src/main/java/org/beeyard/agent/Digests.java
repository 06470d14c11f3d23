package org.beeyard.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.beeyard.protocol.Sha256;

/** SHA-256 of files. */
final class Digests {

    private Digests() {}

    static String of(Path file) throws IOException {
        MessageDigest digest = Sha256.fresh();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of what was copied, over what was there. */
    static String ofCopied(InputStream from, Path to) throws IOException {
        MessageDigest digest = Sha256.fresh();
        Files.copy(new DigestInputStream(from, digest), to, StandardCopyOption.REPLACE_EXISTING);
        return HexFormat.of().formatHex(digest.digest());
    }
}
