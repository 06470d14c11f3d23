package org.beeyard.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/** Our own files for browsers. Their address changes when they do, for browsers keep them. */
@ApplicationScoped
@Named("assets")
public class Assets {

    private static final String FOLDER = "/assets/";

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /** @param file that is there */
    public String address(String file) {
        return addresses.computeIfAbsent(file, name -> FOLDER + name + "?" + Long.toHexString(checksum(name)));
    }

    private static long checksum(String name) {
        try (InputStream content = Assets.class.getResourceAsStream("/META-INF/resources" + FOLDER + name)) {
            if (content == null) {
                throw new IllegalArgumentException("There is no " + FOLDER + name);
            }
            CRC32 checksum = new CRC32();
            checksum.update(content.readAllBytes());
            return checksum.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
