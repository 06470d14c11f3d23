package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patch that fits in several places of the tree's file: git takes one, and nothing else is what its author will see. */
class NearestPlaceTest {

    private static final List<String> BLOCK =
            List.of("{ open", "  first", "  second", "  third", "  fourth", "  fifth", "} close");

    @TempDir
    Path folder;

    private Path file;
    private NativeGit git;

    @BeforeEach
    void repository() throws Exception {
        git = NativeGit.init(folder.resolve("work"));
        file = folder.resolve("work/file");
    }

    @Test
    void is_applied_to_the_nearest_and_not_merged_into_the_one_it_was_made_for() throws Exception {
        List<String> lines = new ArrayList<>(lines("line", 40));
        place(lines, 9);
        place(lines, 29);
        String mail = patch(lines, 32);
        lines.addAll(0, lines("top", 20));
        same(onto(lines), mail);
        assertThat(git.run("show", "HEAD")).contains("@@ -30,7 +30,7 @@");
    }

    @Test
    void takes_the_later_of_two_that_are_as_near() throws Exception {
        List<String> lines = new ArrayList<>(lines("line", 60));
        place(lines, 30);
        String mail = patch(lines, 33);
        List<String> drifted = new ArrayList<>(lines("line", 60));
        place(drifted, 20);
        place(drifted, 40);
        same(onto(drifted), mail);
        assertThat(git.run("show", "HEAD")).contains("@@ -41,7 +41,7 @@");
    }

    @Test
    void leaves_the_mode_that_the_tree_has_given_the_file() throws Exception {
        String mail = patch(lines("line", 20), 10);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        same(onto(lines("line", 20)), mail);
        assertThat(git.run("ls-tree", "HEAD")).startsWith("100755 ");
    }

    private void same(String onto, String mail) throws Exception {
        git.run("branch", "-f", "main", onto);
        BothWays ways = BothWays.in(folder, git);
        String theirs = ways.gitAm(onto, mail);
        assertThat(theirs).hasSize(40);
        assertThat(ways.ours(onto, "changed", mail)).isEqualTo(theirs);
    }

    private String patch(List<String> lines, int changed) throws Exception {
        Files.write(file, lines);
        git.commit("base");
        git.run("checkout", "-q", "--detach");
        List<String> after = new ArrayList<>(lines);
        after.set(changed, "CHANGED");
        Files.write(file, after);
        git.commit("changed");
        return git.run("format-patch", "-1", "--stdout");
    }

    private String onto(List<String> lines) throws Exception {
        git.run("reset", "-q", "--soft", "main");
        Files.write(file, lines);
        return git.commit("drift");
    }

    private static void place(List<String> lines, int at) {
        for (int i = 0; i < BLOCK.size(); i++) {
            lines.set(at + i, BLOCK.get(i));
        }
    }

    private static List<String> lines(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + " " + i).toList();
    }
}
