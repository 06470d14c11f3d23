package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.beeyard.Clone.Ran;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.GithubFault;
import org.beeyard.github.GithubRights;
import org.junit.jupiter.api.Test;

/** What {@code bpf-ci-check -r} does not do, and says why. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class ForkScriptRefusalsTest extends BesideFork {

    @Test
    void replaces_only_what_this_clone_has_seen() throws Exception {
        clone.commit("demo: First");
        clone.check("-r", "fork");
        String others = fork.fresh()
                .say("others")
                .commit("Others'")
                .git("rev-parse", "HEAD")
                .strip();
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + test);
        clone.commit("demo: Second");
        Ran ran = clone.check("-r", "fork");
        assertThat(ran.said()).contains("somebody else has pushed to " + test + " in example/linux;");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(branches()).contains(others);
        clone.git("fetch", "-q", "fork", test);
        assertThat(clone.check("-r", "fork").status()).isZero();
    }

    @Test
    void opens_nothing_in_an_upstream_or_where_it_may_not() throws Exception {
        clone.commit("demo: Refused");
        String before = branches();
        github.is(false, true);
        refused("example/linux is no fork but an upstream that everybody sees", "-r", "fork");
        github.is(true, false);
        refused("may not push to example/linux.", "-r", "fork");
        github.is(true, true);
        github.rights(GithubRights.LOST);
        refused("GitHub refuses: Resource not accessible by integration", "-r", "fork");
        github.rights(GithubRights.HIDDEN);
        refused("there is no example/linux at 127.0.0.1:", "-r", "fork");
        github.rights(GithubRights.REVOKED);
        refused("GitHub does not know the token in GH_ENTERPRISE_TOKEN", "-r", "fork");
        github.rights(GithubRights.ALL);
        github.fault(GithubFault.MOVED, "GET", "/repos/", 1);
        refused("example/linux has another name on GitHub by now", "-r", "fork");
        github.fault(GithubFault.UNAVAILABLE, "GET", "/repos/", 1);
        refused("GitHub answered 503;", "-r", "fork");
        github.fault(GithubFault.TOO_MANY, "GET", "/repos/", 1);
        refused("GitHub wants to be left alone for a while", "-r", "fork");
        github.fault(GithubFault.HTML, "GET", "/repos/", 1);
        refused("example/linux is no fork but", "-r", "fork");
        assertThat(branches()).isEqualTo(before);
        remote("upstreams", url + "/other/linux.git");
        refused("there is no other/linux at 127.0.0.1:", "-r", "upstreams");
    }

    @Test
    void says_what_is_wrong_with_the_fork_that_is_named() throws Exception {
        clone.commit("demo: Where");
        refused("there is no remote mine here;", "-r", "mine");
        refused("--upload-pack=x is no remote.", "-r", "--upload-pack=x");
        refused("/srv/linux.git is no repository on GitHub.", "-r", "/srv/linux.git");
        refused("../linux is no repository on GitHub.", "-r", "../linux");
        refused("https://github.com/a/b/c is no repository on GitHub.", "-r", "https://github.com/a/b/c");
        refused("is no repository on GitHub.", "-r", "https://ex$(id).org/a/b");
        refused("the remote origin is no repository on GitHub.", "-r", "origin");
        clone.git("config", "--add", "remote.fork.pushurl", url + "/example/linux.git");
        clone.git("config", "--add", "remote.fork.pushurl", url + "/upstream/linux.git");
        refused("the remote fork pushes to several repositories;", "-r", "fork");
        remote("away", "http://127.0.0.1:1/example/linux.git");
        refused("GitHub at http://127.0.0.1:1/api/v3 cannot be reached: ", "-r", "away");
        clone.git("remote", "add", "gone", url + "/example/linux"); // which is no git server
        refused("git cannot read example/linux; its words are above.", "-r", "gone");
    }

    @Test
    void needs_a_branch_that_can_be_pushed() throws Exception {
        clone.commit("demo: Named");
        clone.git("checkout", "-q", "-b", "evil$(reboot)");
        refused("the branch evil$(reboot) has characters in its name that are trouble elsewhere;", "-r", "fork");
        clone.git("checkout", "-q", "--detach");
        refused("(detached) is none; make one: git switch -c NAME", "-r", "fork", "-b", "origin/main");
        refused("a pull request needs a branch, and HEAD~0 is none;", "-r", "fork", "-d", "HEAD~0");
        clone.git("checkout", "-q", "-b", test);
        clone.write("not committed\n");
        refused("there are changes that are not committed", "-r", "fork");
        assertThat(clone.check("-d", test, "-r", "fork").said()).contains("Pushed to example/linux: " + test + "\n");
    }

    @Test
    void says_what_git_says_when_the_push_is_refused() throws Exception {
        clone.commit("demo: Not wanted");
        Path hook = Files.writeString(
                bare().resolve("hooks/pre-receive"), "#!/bin/sh\nprintf 'Not \\033[31mtoday.\\n' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ran ran = clone.check("-r", "fork");
        assertThat(ran.said())
                .contains("today.", "example/linux did not take the push; git's words are above.")
                .doesNotContain("\033");
        assertThat(ran.status()).isEqualTo(2);
    }

    @Test
    void shows_its_token_to_nobody_but_the_server_it_is_for() throws Exception {
        clone.commit("demo: Secret");
        Path log = folder.resolve("arguments");
        Path curl = Files.createDirectory(folder.resolve("bin")).resolve("curl");
        Files.writeString(curl, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> " + log + "\nexec /usr/bin/curl \"$@\"\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
        clone.environment().put("PATH", curl.getParent() + ":" + System.getenv("PATH"));
        assertThat(clone.check("-r", "fork").said()).contains("Pull request: ").doesNotContain(FakeGithub.TOKEN);
        assertThat(log).content().contains("/api/v3/repos/").doesNotContain(FakeGithub.TOKEN);
        clone.environment().remove("GH_ENTERPRISE_TOKEN");
        refused("there is no token for 127.0.0.1:", "-r", "fork");
        clone.environment().put("GITHUB_TOKEN", FakeGithub.TOKEN);
        refused("set GH_ENTERPRISE_TOKEN or GITHUB_ENTERPRISE_TOKEN to one", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", "http://ci.example.org/api/v3");
        refused("no token is sent to GITHUB_API_URL, which is not https.", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", "http://127.0.0.1:1@ci.example.org");
        refused("GITHUB_API_URL is no address.", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", url + "/api/v3");
        assertThat(clone.check("-r", "fork").status()).isZero();
        clone.environment().put("GITHUB_TOKEN", "x\"\nurl = \"file:///etc/passwd\"");
        refused("is no token: it has characters that tokens have not.", "-r", "fork");
    }
}
