package org.beeyard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.beeyard.github.FakeGithub;

/** An idle farm that is an App on GitHub. It looks for what no delivery told only when a test has it do so. */
public class GithubFarm extends IdleFarm {

    static final String SECRET = "the secret of the farm's webhook";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            Path tests = Path.of(config.get("trees.test.source")).resolve("tools/testing/selftests/bpf/prog_tests");
            Files.createDirectories(tests);
            Files.writeString(tests.resolve("bounds.c"), "void test_bounds(void) {}\n");
            add(config, "test");
            return config;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The repository, of that tree. */
    final void add(Map<String, String> config, String tree) throws IOException, GeneralSecurityException {
        config.put("farm.url", "https://farm.example");
        config.put("sign-in.this-machine", "trusted");
        config.put("github.url", "http://127.0.0.1:" + FreePort.any());
        config.put("github.webhook-secret", SECRET);
        config.put("github.poll", "1h");
        config.put("github.timeout", "2s");
        config.put("github.repositories[0].name", "example/linux");
        config.put("github.repositories[0].tree", tree);
        config.put(
                "github.repositories[0].git",
                Files.createTempDirectory("github").resolve("linux.git").toUri().toString());
        config.put("github.repositories[0].authors[0]", "anna");
        identity(config);
    }

    void identity(Map<String, String> config) throws IOException, GeneralSecurityException {
        config.put("github.app.id", Long.toString(FakeGithub.APP));
        config.put("github.app.key-file", key().toString());
    }

    /** A private key of an App. */
    static Path key() throws IOException, GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Path file = Files.createTempFile("app", ".pem");
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        keys.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        return file;
    }

    /** The same with a token. */
    public static class ByToken extends GithubFarm {
        @Override
        void identity(Map<String, String> config) {
            config.put("github.token", FakeGithub.TOKEN);
        }
    }

    /** The same that tests branches, too. */
    public static class WithBranches extends GithubFarm {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("github.repositories[0].branches[0]", "ci-test/*");
            config.put("github.repositories[0].branches[1]", "devel/**");
            config.put("github.repositories[0].base", "main");
            return config;
        }
    }
}
