package org.beeyard.tree;

import java.util.HashMap;
import java.util.Map;
import org.beeyard.IdleFarm;

/** An idle farm with a tree on a server that cannot be reached, and with one that is not where it is said to be. */
public class AwayFarm extends IdleFarm {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("trees.away.git", "http://127.0.0.1:1/linux.git");
        config.put("trees.gone.repository", config.get("beeyard.home") + "/gone");
        return config;
    }
}
