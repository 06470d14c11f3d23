package org.beeyard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A machine of an ordinary user's, with {@code ./beeyard}, the commands that a test gives it and a JDK. */
record BareMachine(Path folder) {

    private static final List<String> THERE =
            List.of("bash", "sh", "dirname", "readlink", "cat", "find", "grep", "sed", "awk", "head", "git", "rm");

    record Ran(int status, String said) {}

    static BareMachine in(Path folder) throws IOException {
        BareMachine machine = new BareMachine(folder);
        Files.createDirectory(folder.resolve("bin"));
        machine.has(THERE);
        machine.command("id", "echo 1000");
        for (String command : List.of("curl", "setpriv")) {
            machine.command(command, "exit 0");
        }
        machine.command("apt-get", "exit 9");
        Files.copy(Path.of("beeyard"), folder.resolve("beeyard"));
        return machine;
    }

    /** As this machine has them. */
    void has(List<String> commands) throws IOException {
        for (String command : commands) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(command), there(command));
        }
    }

    void command(String name, String script) throws IOException {
        script(folder.resolve("bin").resolve(name), script);
    }

    static void script(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Ran launch(String... words) throws IOException, InterruptedException {
        return launch(Map.of(), words);
    }

    Ran launch(Map<String, String> more, String... words) throws IOException, InterruptedException {
        return run(more, Stream.concat(Stream.of("./beeyard"), Stream.of(words)).toArray(String[]::new));
    }

    Ran run(Map<String, String> more, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", folder.resolve("bin").toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "HOME", folder.toString(),
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_SYSTEM", "/dev/null"));
        environment.putAll(more);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    static Path there(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/bin", command));
    }
}
