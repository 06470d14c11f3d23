package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.github.GitOverHttp;
import org.beeyard.github.GithubFault;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees.Change;
import org.beeyard.tree.OwnBranch;
import org.beeyard.tree.OwnBranches.Outcome;
import org.beeyard.tree.OwnBranches.Remote;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The farm's branches in a repository that has the tree's whole history, of which the farm has only the newest part. */
class PushesTest {

    private static final OwnBranch SERIES = new OwnBranch("series/7=>test");
    private static final OwnBranch BASE = OwnBranch.base("test");

    @TempDir
    Path folder;

    private NativeGit upstream;
    private NativeGit mirror;
    private JGitKernelTrees trees;
    private Pushes pushes;
    private GitOverHttp server;
    private GitOverHttp source;
    private Remote remote;
    private CommitId base;

    @BeforeEach
    void upstream() throws Exception {
        upstream = NativeGit.init(folder.resolve("upstream"));
        history(230);
        upstream.run("clone", "-q", "--bare", ".", folder.resolve("mirror.git").toString());
        mirror = new NativeGit(folder.resolve("mirror.git"));
        server = GitOverHttp.of(mirror.work());
        server.wants(Optional.of("secret"));
        remote = new Remote(server.url(), Optional.of("secret"));
        Store store = new Store(() -> folder.resolve("farm.git"));
        trees = new JGitKernelTrees(store, new Adoption(store));
        pushes = new Pushes(store);
        source = GitOverHttp.of(upstream.work().resolve(".git"));
        base = adopt();
    }

    @AfterEach
    void down() {
        server.close();
    }

    private void history(int commits) throws Exception {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < commits; i++) {
            String file = "one\n".repeat(i + 1);
            stream.append(
                            "commit refs/heads/main\ncommitter A <a@example.org> 1770000000 +0000\ndata 4\nstep\nM 100644 inline file\ndata ")
                    .append(file.length())
                    .append('\n')
                    .append(file)
                    .append('\n');
        }
        Path script = Files.writeString(folder.resolve("history"), stream);
        Process git = new ProcessBuilder("git", "-C", upstream.work().toString(), "fast-import", "--quiet")
                .inheritIO()
                .redirectInput(script.toFile())
                .start();
        assertThat(git.waitFor()).isZero();
        upstream.run("reset", "-q", "--hard", "main");
    }

    private CommitId adopt() throws Exception {
        return trees.adopt("trees.test", new TreeSource.Remote(source.url(), "main"), said -> {});
    }

    private CommitId applied(CommitId on, String line) throws IOException {
        byte[] diff = """
                diff --git a/new b/new
                new file mode 100644
                --- /dev/null
                +++ b/new
                @@ -0,0 +1 @@
                +%s
                """.formatted(line).getBytes(StandardCharsets.UTF_8);
        OffsetDateTime date = OffsetDateTime.parse("2026-02-02T10:00:00Z");
        return ((Application.Applied) trees.apply(
                        on, "1", List.of(new Change(line, line + "\n", "A U Thor", "a@example.org", date, diff))))
                .head();
    }

    private Outcome put(OwnBranch branch, CommitId expected, CommitId commit) throws IOException {
        return pushes.put(remote, branch, Optional.ofNullable(expected), Optional.ofNullable(commit));
    }

    private String there(OwnBranch branch) throws Exception {
        return mirror.run("for-each-ref", "--format=%(objectname)", branch.ref())
                .strip();
    }

    @Test
    void have_what_was_applied_on_the_tree() throws Exception {
        CommitId head = applied(base, "two");
        assertThat(put(BASE, null, base)).isEqualTo(new Outcome.Done());
        assertThat(put(SERIES, null, head)).isEqualTo(new Outcome.Done());
        assertThat(pushes.at(remote, Set.of(BASE, SERIES, OwnBranch.base("other"))))
                .isEqualTo(Map.of(BASE, base, SERIES, head));
        assertThat(mirror.run("rev-list", "--count", "test_base..series/7=>test"))
                .isEqualTo("1\n");
        mirror.run("fsck", "--strict", "--connectivity-only");
    }

    @Test
    void follow_a_tree_that_goes_on_and_one_that_is_rewritten() throws Exception {
        put(BASE, null, base);
        Files.writeString(upstream.work().resolve("file"), "next\n");
        upstream.commit("next");
        CommitId next = adopt();
        assertThat(put(BASE, base, next)).isEqualTo(new Outcome.Done());
        upstream.run("commit", "-q", "--amend", "-m", "rewritten");
        CommitId rewritten = adopt();
        assertThat(put(BASE, next, rewritten)).isEqualTo(new Outcome.Done());
        assertThat(there(BASE)).isEqualTo(rewritten.hex());
    }

    @Test
    void are_written_only_where_they_are_expected() throws Exception {
        CommitId one = applied(base, "two");
        CommitId other = applied(base, "three");
        put(SERIES, null, one);
        assertThat(put(SERIES, null, other)).as("it is there").isEqualTo(new Outcome.Moved());
        assertThat(put(SERIES, other, base)).as("it is elsewhere").isEqualTo(new Outcome.Moved());
        assertThat(there(SERIES)).isEqualTo(one.hex());
        assertThat(put(SERIES, one, other)).isEqualTo(new Outcome.Done());
        assertThat(put(SERIES, one, other)).as("it was pushed before").isIn(new Outcome.Done(), new Outcome.Moved());
        assertThat(there(SERIES)).isEqualTo(other.hex());
    }

    @Test
    void are_deleted_only_where_they_are_expected() throws Exception {
        CommitId one = applied(base, "two");
        put(SERIES, null, one);
        assertThat(put(SERIES, base, null)).isEqualTo(new Outcome.Moved());
        assertThat(there(SERIES)).isEqualTo(one.hex());
        assertThat(put(SERIES, one, null)).isEqualTo(new Outcome.Done());
        assertThat(there(SERIES)).isEmpty();
    }

    @Test
    void need_a_repository_that_has_the_sourcehistory() throws Exception {
        upstream.run("init", "-q", "--bare", folder.resolve("empty.git").toString());
        try (GitOverHttp without = GitOverHttp.of(folder.resolve("empty.git"))) {
            Remote empty = new Remote(without.url(), Optional.empty());
            assertThat(pushes.put(empty, BASE, Optional.empty(), Optional.of(base)))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.why()).endsWith("fork it there"));
        }
    }

    @Test
    void are_there_after_an_answer_that_was_lost() throws Exception {
        CommitId head = applied(base, "two");
        for (GithubFault fault : List.of(GithubFault.BAD_GATEWAY_AFTER_SUCCESS, GithubFault.CUT_AFTER_SUCCESS)) {
            Optional<CommitId> before =
                    Optional.ofNullable(pushes.at(remote, Set.of(SERIES)).get(SERIES));
            CommitId wanted = before.isEmpty() ? head : base;
            server.fault(fault, "git-receive-pack", 1);
            assertThatThrownBy(() -> pushes.put(remote, SERIES, before, Optional.of(wanted)))
                    .isInstanceOf(IOException.class);
            assertThat(pushes.at(remote, Set.of(SERIES))).containsEntry(SERIES, wanted);
        }
    }

    @Test
    void are_not_written_without_the_right_to() {
        Remote wrong = new Remote(server.url(), Optional.of("another"));
        assertThatThrownBy(() -> pushes.put(wrong, SERIES, Optional.empty(), Optional.of(base)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be pushed to")
                .hasMessageNotContaining("another");
        assertThatThrownBy(() -> pushes.at(new Remote(server.url(), Optional.empty()), Set.of(SERIES)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void are_in_trouble_where_there_is_no_repository() {
        Remote nowhere = new Remote(folder.resolve("nowhere").toUri().toString(), Optional.of("secret"));
        assertThatThrownBy(() -> pushes.at(nowhere, Set.of(BASE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be pushed to")
                .hasMessageNotContaining("secret");
    }

    @Test
    void are_no_others() {
        for (String name : List.of(
                "main",
                "test",
                "series/7",
                "series/../x=>test",
                "series/7=>../x_base",
                "refs/heads/x_base",
                "a b_base",
                "a..b_base",
                "series/7=>x.lock",
                "-x_base",
                "x_base\n")) {
            assertThatThrownBy(() -> new OwnBranch(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(OwnBranch.fits("linux-6.12")).isTrue();
        assertThat(OwnBranch.fits("net/next")).isFalse();
        assertThat(new OwnBranch("series/12-5=>linux-6.12").ref()).isEqualTo("refs/heads/series/12-5=>linux-6.12");
    }
}
