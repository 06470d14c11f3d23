package org.beeyard;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/** A farm beside Patchwork whose tree {@code test} is mirrored to a repository on GitHub, the pull requests of which it tests as well. */
public class MirrorFarm extends PatchworkFarm {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            String git = "http://127.0.0.1:" + FreePort.any() + "/linux.git";
            config.put("github.url", "http://127.0.0.1:" + FreePort.any());
            config.put("github.webhook-secret", GithubFarm.SECRET);
            config.put("github.poll", "1h");
            config.put("github.timeout", "2s");
            config.put("github.repositories[0].name", "example/linux");
            config.put("github.repositories[0].tree", "test");
            config.put("github.repositories[0].git", git);
            config.put("github.repositories[0].authors[0]", "everyone");
            config.put("trees.test.mirror.repository", "example/linux");
            config.put("trees.test.mirror.git", git);
            config.put("trees.test.mirror.keep", "1h");
            new GithubFarm().identity(config);
            return config;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
