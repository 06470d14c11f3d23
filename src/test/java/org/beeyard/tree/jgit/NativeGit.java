package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The git of this machine, in one repository and without anybody's settings. */
record NativeGit(Path work) {

    static NativeGit init(Path work) throws Exception {
        Files.createDirectories(work);
        NativeGit git = new NativeGit(work);
        git.run("init", "-q", "-b", "main");
        git.run("config", "user.name", "A U Thor");
        git.run("config", "user.email", "author@example.org");
        git.run("config", "gc.auto", "0");
        return git;
    }

    String commit(String message) throws Exception {
        run("add", "-A");
        run("commit", "-q", "--allow-empty", "-m", message);
        return run("rev-parse", "HEAD").strip();
    }

    String run(String... arguments) throws Exception {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", arguments) + "\n" + out)
                .isZero();
        return out;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", work.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        return builder.start();
    }
}
