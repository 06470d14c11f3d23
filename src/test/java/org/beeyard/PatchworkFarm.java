package org.beeyard;

import java.util.HashMap;
import java.util.Map;
import org.beeyard.patchwork.FakePatchwork;

/**
 * An idle farm that two Patchwork projects feed: one takes everything, one what is delegated to bpf. Tests start the servers,
 * on the ports that are chosen here: a profile and its tests do not share classes.
 */
public class PatchworkFarm extends IdleFarm {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("farm.url", "https://farm.example");
        config.put("sign-in.this-machine", "trusted");
        source(config, 0);
        source(config, 1);
        config.put("sources.patchwork[0].recheck[0]", "maintainer@example.org");
        config.put("sources.patchwork[0].timeout", "2s");
        config.put("sources.patchwork[1].delegate[0]", "bpf");
        config.put("limits.upload", "1MiB");
        config.put("mail.host", "smtp.example");
        config.put("mail.from", "ci@farm.example");
        config.put("mail.submitters[0]", "everyone");
        return config;
    }

    private static void source(Map<String, String> config, int number) {
        String key = "sources.patchwork[" + number + "].";
        config.put(key + "url", "http://127.0.0.1:" + FreePort.any());
        config.put(key + "project", "netdevbpf");
        config.put(key + "api", "1.3");
        config.put(key + "token", FakePatchwork.TOKEN);
        config.put(key + "poll", "1s");
        config.put(key + "rescan", "4s");
    }
}
