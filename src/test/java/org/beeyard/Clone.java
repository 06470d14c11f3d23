package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A developer's clone, in which shells run {@code bpf-ci-check}.
 *
 * @param environment beside the test's own
 */
record Clone(Path folder, Path script, Map<String, String> environment) {

    private static int changes;

    private static final List<String> NOT_OURS = List.of(
            "BEEYARD_URL",
            "BEEYARD_TOKEN",
            "GH_TOKEN",
            "GITHUB_TOKEN",
            "GH_ENTERPRISE_TOKEN",
            "GITHUB_ENTERPRISE_TOKEN",
            "GITHUB_API_URL",
            "GITHUB_SERVER_URL");

    /** What a program said, and its status. */
    record Ran(int status, String said) {}

    /** Those of this machine that the script is for. */
    static Stream<List<String>> shells() {
        return Stream.of(List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
                .filter(shell -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell.getFirst()))));
    }

    static Clone of(Path folder, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("bpf-ci-check"), script);
        return new Clone(Files.createDirectory(folder.resolve("linux")), file, new HashMap<>());
    }

    /** A commit of its own kind of change. */
    void commit(String subject) throws IOException, InterruptedException {
        write("start\nchange " + ++changes + "\nend\n");
        git("commit", "-qam", subject);
    }

    void write(String words) throws IOException {
        Files.writeString(folder.resolve("words.txt"), words);
    }

    Ran check(String... words) throws IOException, InterruptedException {
        return checkBy(List.of("sh"), words);
    }

    Ran checkBy(List<String> shell, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(shell);
        command.add(script.toString());
        command.addAll(List.of(words));
        return start(command);
    }

    /** What git says, without the end of the line. */
    String git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=D", "-c", "user.email=dev@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(words));
        Ran ran = start(command);
        assertThat(ran.status()).as(ran.said()).isZero();
        return ran.said().strip();
    }

    private Ran start(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(NOT_OURS);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }
}
