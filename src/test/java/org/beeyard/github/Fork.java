package org.beeyard.github;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The git side: a bare repository as GitHub has it, and somebody's clone from which pull requests come. Real git. */
public final class Fork {

    private final Path bare;
    private final Path work;

    private Fork(Path bare, Path work) {
        this.bare = bare;
        this.work = work;
    }

    /** @param bare where the repository is to be */
    public static Fork of(Path bare) throws IOException {
        Path work = Files.createTempDirectory("fork");
        Fork fork = new Fork(bare, work);
        Files.createDirectories(bare);
        fork.in(bare, "init", "-q", "--bare", "-b", "main");
        fork.git("init", "-q", "-b", "main");
        fork.git("config", "user.name", "A U Thor");
        fork.git("config", "user.email", "author@example.org");
        fork.write("words.txt", "start\none\nend\n");
        fork.commit("The base");
        fork.git("push", "-q", bare.toString(), "main");
        return fork;
    }

    /** Begins again on the base. */
    public Fork fresh() throws IOException {
        git("checkout", "-q", "-f", "--detach", "main");
        git("clean", "-fdq");
        return this;
    }

    public Fork write(String path, String text) throws IOException {
        Files.createDirectories(work.resolve(path).getParent());
        Files.writeString(work.resolve(path), text);
        return this;
    }

    public Fork say(String word) throws IOException {
        return write("words.txt", "start\n" + word + "\nend\n");
    }

    public Fork commit(String message) throws IOException {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return this;
    }

    /** Another line, from the base, joined by a merge. */
    public Fork merge(String path, String text) throws IOException {
        String here = git("rev-parse", "HEAD").strip();
        git("checkout", "-q", "--detach", "main");
        write(path, text);
        commit("Beside");
        String beside = git("rev-parse", "HEAD").strip();
        git("checkout", "-q", "--detach", here);
        git("merge", "-q", "--no-ff", "-m", "Merge it", beside);
        return this;
    }

    /** Pushes what is here to where GitHub has a pull request's head; returns the commit. */
    public String offer(int number) throws IOException {
        git("push", "-q", "-f", bare.toString(), "HEAD:refs/pull/" + number + "/head");
        return git("rev-parse", "HEAD").strip();
    }

    public String git(String... arguments) throws IOException {
        return in(work, arguments);
    }

    private String in(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        Process git = builder.start();
        String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (git.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return out;
    }
}
