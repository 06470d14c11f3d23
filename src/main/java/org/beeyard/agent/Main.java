package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one attempt and leaves. It is told by its environment where things are: {@code BEEYARD_FARM} (URL), {@code
 * BEEYARD_TOKEN_FILE} or, in a pod, {@code BEEYARD_TOKEN}; {@code BEEYARD_WORK}, {@code BEEYARD_CACHE}, {@code
 * BEEYARD_SCRIPTS}, {@code BEEYARD_ROOT} (the build and VM root; a pod is its own), {@code BEEYARD_GUESTS} (a
 * folder of roots of VMs, one an architecture) and, where nodes keep blobs, {@code BEEYARD_BLOBS} with {@code BEEYARD_BLOBS_SIZE} (bytes) where they may be
 * added. {@code BEEYARD_CONFINEMENT} is {@code pod} there; {@code BEEYARD_TRUSTED_UID} is set where patches are trusted.
 */
public final class Main {

    static final String TOKEN = "BEEYARD_TOKEN";

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> env = System.getenv();
        try {
            String token = token(env);
            boolean pod = "pod".equals(env.get("BEEYARD_CONFINEMENT"));
            Places places = new Places(
                    Path.of(required(env, "BEEYARD_WORK")),
                    Path.of(required(env, "BEEYARD_CACHE")),
                    pod ? Optional.empty() : Optional.of(Path.of(required(env, "BEEYARD_ROOT"))),
                    Path.of(required(env, "BEEYARD_GUESTS")),
                    Path.of(required(env, "BEEYARD_SCRIPTS")));
            FarmClient farm = new FarmClient(required(env, "BEEYARD_FARM"), token);
            Sandbox sandbox = new Sandbox(
                    pod
                            ? new Pod(places)
                            : new Namespaces(places, Optional.ofNullable(env.get("BEEYARD_TRUSTED_UID"))));
            NodeBlobs blobs = NodeBlobs.of(env.get("BEEYARD_BLOBS"), env.get("BEEYARD_BLOBS_SIZE"));
            System.exit(new Attendance(farm, places, new Fetching(farm, blobs), sandbox, Clock.systemUTC()).run());
        } catch (IOException | IllegalStateException e) {
            System.err.println("beeyard agent: " + e.getMessage());
            System.exit(2);
        } catch (InterruptedException e) {
            System.exit(130);
        }
    }

    private static String token(Map<String, String> env) throws IOException {
        String direct = env.get(TOKEN);
        if (direct != null) {
            return direct;
        }
        Path file = Path.of(required(env, "BEEYARD_TOKEN_FILE"));
        String token = Files.readString(file).strip();
        Files.delete(file); // what runs here need not find it
        return token;
    }

    private static String required(Map<String, String> env, String name) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set; the farm starts agents, people need not");
        }
        return value;
    }
}
