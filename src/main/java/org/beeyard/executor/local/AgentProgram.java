package org.beeyard.executor.local;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.beeyard.protocol.AttemptSpec;

/**
 * The agent and its scripts, copied to where the user that runs attempts may read them: the farm's own place may be in a
 * home that is closed to others.
 */
final class AgentProgram {

    private static final List<Class<?>> NEEDED = List.of(
            AttemptSpec.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonTypeInfo.class,
            org.jspecify.annotations.Nullable.class);

    private final Path folder;

    private AgentProgram(Path folder) {
        this.folder = folder;
    }

    /** Copies what this farm's program has; the folder of another version is left to the attempts that may still use it. */
    static AgentProgram install(Path runtime, String version) throws IOException {
        Set<Path> sources = new LinkedHashSet<>();
        for (Class<?> needed : NEEDED) {
            sources.add(source(needed));
        }
        Path folder = runtime.resolve(version + "-" + edition(sources));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                copy(source.resolve("org/beeyard/agent"), classes.resolve("org/beeyard/agent"));
                copy(source.resolve("org/beeyard/protocol"), classes.resolve("org/beeyard/protocol"));
                copy(source.resolve("org/beeyard/testout"), classes.resolve("org/beeyard/testout"));
                copy(source.resolve("scripts"), folder.resolve("scripts"));
            } else {
                Files.copy(
                        source, folder.resolve(source.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                scriptsFromJar(source, folder);
            }
        }
        open(folder);
        return new AgentProgram(folder);
    }

    /** Differs when anything of the program does, also under one version. */
    private static String edition(Set<Path> sources) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path source : sources) {
            all.append(source.getFileName()).append(Files.size(source)).append(Files.getLastModifiedTime(source));
        }
        return Integer.toHexString(all.toString().hashCode());
    }

    private static Path source(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the program's own place cannot be told", e);
        }
    }

    private static void scriptsFromJar(Path jar, Path folder) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Path scripts = inside.getPath("/scripts");
            if (Files.exists(scripts)) {
                copy(scripts, folder.resolve("scripts"));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.notExists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Path fresh = target.resolveSibling(target.getFileName() + ".new");
                    try (InputStream in = Files.newInputStream(file)) {
                        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                    }
                    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void open(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** @param kept the folder in which Java keeps what it has loaded, for the next attempt's start; the agent can write there */
    List<String> command(Path kept) throws IOException {
        Path classes = folder.resolve("classes");
        List<String> parts = new ArrayList<>(List.of(classes.toString()));
        try (Stream<Path> jars = Files.list(folder)) {
            jars.filter(p -> p.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .sorted()
                    .forEach(parts::add);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m", "-XX:+UseSerialGC"));
        if (isEmpty(classes)) { // of loose classes Java keeps nothing
            command.addAll(List.of(
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + kept.resolve("agent.jsa"),
                    "-XX:+VerifySharedSpaces", // a power-off may have left it half written
                    "-Xlog:disable"));
        }
        command.addAll(List.of("-cp", String.join(":", parts), "org.beeyard.agent.Main"));
        return command;
    }

    private static boolean isEmpty(Path classes) throws IOException {
        try (Stream<Path> loose = Files.list(classes)) {
            return loose.findAny().isEmpty();
        }
    }

    Path scripts() {
        return folder.resolve("scripts");
    }
}
