package org.beeyard.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the farm: the data folder, the farm's YAML file, the embedded PostgreSQL unless there is a URL of another. */
@QuarkusMain
public final class Main {

    private static final String DATABASE = "quarkus.datasource.jdbc.url";

    private Main() {}

    public static void main(String... arguments) {
        // Said before the first logger is asked for: the database logs while Quarkus is not there yet.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger.getLogger("io.zonky").setLevel(Level.WARNING);
        Logger.getLogger("org.hibernate").setLevel(Level.WARNING);
        try {
            prepare();
        } catch (CannotStart e) {
            System.err.println("beeyard: " + e.getMessage());
            System.exit(2);
        }
        Quarkus.run(arguments);
    }

    private static void prepare() throws CannotStart {
        Path home = home();
        System.setProperty("beeyard.home", home.toString());
        usable(System.getenv())
                .ifPresent(file -> System.setProperty(
                        "smallrye.config.locations", file.toUri().toString()));
        HomeLock.take(home);
        boolean elsewhere =
                System.getenv("QUARKUS_DATASOURCE_JDBC_URL") != null || System.getProperty(DATABASE) != null;
        if (!elsewhere) {
            System.setProperty(DATABASE, EmbeddedDatabase.start(home));
            System.setProperty("beeyard.alone", "true");
        }
    }

    /** The farm's YAML file, where one is named; with what the environment says it has been found to be all right. */
    static Optional<Path> usable(Map<String, String> environment) throws CannotStart {
        Optional<Path> farm = Optional.ofNullable(environment.get("BEEYARD_CONFIG"))
                .filter(file -> !file.isBlank())
                .map(Path::of);
        if (farm.isPresent() && !Files.isReadable(farm.get())) {
            throw new CannotStart(
                    "The farm's configuration " + farm.get() + ", named by BEEYARD_CONFIG, cannot be read.");
        }
        FarmCheck.check(farm, environment);
        return farm;
    }

    private static Path home() {
        String named = System.getenv("BEEYARD_HOME");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/beeyard");
        }
        String data = System.getenv("XDG_DATA_HOME");
        return data != null && !data.isBlank()
                ? Path.of(data, "beeyard").toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".local", "share", "beeyard");
    }

    /** The message says what is wrong and what to do. */
    static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1;

        CannotStart(String message) {
            super(message);
        }
    }
}
