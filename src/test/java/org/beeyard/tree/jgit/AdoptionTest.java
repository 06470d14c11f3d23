package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree in a repository elsewhere, behind a real git server. */
class AdoptionTest {

    @TempDir
    Path folder;

    private NativeGit upstream;
    private KernelTrees trees;
    private Process server;
    private String url;

    @BeforeEach
    void serve() throws Exception {
        upstream = NativeGit.init(folder.resolve("upstream"));
        Files.writeString(folder.resolve("upstream/file"), "one\n");
        upstream.commit("first");
        trees = TestTrees.in(folder.resolve("farm.git"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = upstream.start(
                "daemon", "--listen=127.0.0.1", "--port=" + port, "--export-all", "--base-path=" + folder);
        url = "git://127.0.0.1:" + port + "/upstream";
        Awaitility.await().until(() -> answers(port));
    }

    @AfterEach
    void stop() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    @Test
    void follows_a_branch() throws Exception {
        assertThat(adopt("main")).isEqualTo(upstream.run("rev-parse", "main").strip());
        Files.writeString(folder.resolve("upstream/file"), "two\n");
        String second = upstream.commit("second");
        assertThat(adopt("main")).isEqualTo(second);
        upstream.run("commit", "-q", "--amend", "-m", "rewritten");
        assertThat(adopt("main"))
                .isEqualTo(upstream.run("rev-parse", "main").strip())
                .isNotEqualTo(second);
    }

    @Test
    void names_a_branch_that_is_not_there() {
        assertThatThrownBy(() -> adopt("nowhere"))
                .isInstanceOf(UnknownTree.class)
                .hasMessage("The repository " + url + " has no branch nowhere; name one by trees.test.branch.");
    }

    @Test
    void takes_a_server_that_is_away_for_the_farms_trouble() throws Exception {
        stop();
        server.waitFor();
        assertThatThrownBy(() -> adopt("main"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("trees.test cannot be fetched from " + url + ": ");
    }

    private String adopt(String branch) throws Exception {
        return trees.adopt("trees.test", new TreeSource.Remote(url, branch), said -> {})
                .hex();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
