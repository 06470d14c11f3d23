package org.beeyard.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.protocol.AttemptSpec.BlobRef;

/**
 * A place in which nothing is confined: in the stead of a box's command runs what the test has for a program of that name, or
 * nothing, with success. Paths as the command would see them lead to where they are.
 */
final class PlayedPlace implements Confinement {

    private final Path folder;
    private final Map<String, String> programs = new HashMap<>();
    private final Map<String, Runnable> happening = new HashMap<>();
    private final List<String> ran = new ArrayList<>();

    PlayedPlace(Path folder) {
        this.folder = folder;
    }

    /** @param bash what is done in its stead */
    PlayedPlace has(String program, String bash) {
        programs.put(program, bash);
        return this;
    }

    /** Has something happen when the program is about to be started. */
    PlayedPlace before(String program, Runnable happens) {
        happening.put(program, happens);
        return this;
    }

    /** The programs that were called. */
    List<String> ran() {
        return List.copyOf(ran);
    }

    Places places() throws IOException {
        return new Places(
                Files.createDirectories(folder.resolve("work")),
                Files.createDirectories(folder.resolve("cache")),
                Optional.of(folder.resolve("root")),
                folder.resolve("guests"),
                Files.createDirectories(folder.resolve("scripts")));
    }

    /** What the file {@code memory.events} in the folder says of processes that the kernel has killed; a program adds one by {@link #killing}. */
    OomKills kills() throws IOException {
        Files.writeString(folder.resolve("cgroup"), "0::/\n");
        return new OomKills(folder.resolve("cgroup"), folder);
    }

    /** Bash by which one more is killed for want of memory. */
    String killing() {
        return "echo 'oom_kill 1' > " + folder.resolve("memory.events") + "\n";
    }

    /** A blob that the node has, so that no farm is asked for it. */
    BlobRef blob(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("blob"), content);
        String sha256 = Digests.of(file);
        Files.move(
                file,
                Files.createDirectories(folder.resolve("blobs")).resolve(sha256),
                StandardCopyOption.REPLACE_EXISTING);
        return new BlobRef(sha256, content.getBytes(UTF_8).length);
    }

    Fetching fetching(FarmClient farm) {
        return new Fetching(farm, NodeBlobs.of(folder.resolve("blobs").toString(), null));
    }

    @Override
    public Optional<String> warning() {
        return Optional.empty();
    }

    @Override
    public List<String> commandLine(Box box) {
        List<String> words = box.command();
        String program = Path.of(words.getFirst()).getFileName().toString();
        ran.add(program);
        happening.getOrDefault(program, () -> {}).run();
        String bash = programs.getOrDefault(program, ":");
        for (Box.Mount mount : box.mounts()) {
            bash = switch (mount) {
                case Box.Mount.Bind bind -> bash.replace(bind.to(), bind.from().toString());
                case Box.Mount.Overlay overlay ->
                    bash.replace(overlay.to(), overlay.upper().toString());
            };
        }
        return List.of("bash", "-c", "echo '" + Sandbox.UP + "'\n" + bash);
    }

    @Override
    public String seen(String line) {
        return line;
    }

    @Override
    public void sweep() {}
}
