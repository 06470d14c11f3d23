package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one attempt and leaves. It is told by its environment where things are: {@code BEEYARD_FARM} (URL), {@code
 * BEEYARD_TOKEN_FILE}, {@code BEEYARD_WORK}, {@code BEEYARD_CACHE}, {@code BEEYARD_ROOT} (the build and VM root), {@code
 * BEEYARD_SCRIPTS}; {@code BEEYARD_TRUSTED_UID} is set where patches are trusted.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> env = System.getenv();
        try {
            Path tokenFile = Path.of(required(env, "BEEYARD_TOKEN_FILE"));
            String token = Files.readString(tokenFile).strip();
            Files.delete(tokenFile); // what runs here need not find it
            Places places = new Places(
                    Path.of(required(env, "BEEYARD_WORK")),
                    Path.of(required(env, "BEEYARD_CACHE")),
                    Path.of(required(env, "BEEYARD_ROOT")),
                    Path.of(required(env, "BEEYARD_SCRIPTS")));
            FarmClient farm = new FarmClient(required(env, "BEEYARD_FARM"), token);
            Sandbox sandbox = new Sandbox(places, Optional.ofNullable(env.get("BEEYARD_TRUSTED_UID")));
            System.exit(new Attendance(farm, places, sandbox, Clock.systemUTC()).run());
        } catch (IOException | IllegalStateException e) {
            System.err.println("beeyard agent: " + e.getMessage());
            System.exit(2);
        } catch (InterruptedException e) {
            System.exit(130);
        }
    }

    private static String required(Map<String, String> env, String name) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set; the farm starts agents, people need not");
        }
        return value;
    }
}
