package org.beeyard.executor.kubernetes;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.beeyard.FreePort;

/** A farm with one pool in a cluster. The test starts the cluster, at the port that is chosen here. */
public class ClusterFarm implements QuarkusTestProfile {

    static final String PORT = "test.cluster.port";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            String port = Integer.toString(FreePort.any());
            return Map.ofEntries(
                    Map.entry(
                            "beeyard.home",
                            Files.createTempDirectory("beeyard-test").toString()),
                    Map.entry(PORT, port),
                    Map.entry("quarkus.kubernetes-client.api-server-url", "http://127.0.0.1:" + port),
                    Map.entry("cluster.farm-url", "http://127.0.0.1"),
                    Map.entry("cluster.image", "beeyard/job"),
                    Map.entry("pools.kube.executor", "kubernetes"),
                    Map.entry("pools.kube.slots", "50"),
                    Map.entry("pausing.least", "4"),
                    Map.entry("pausing.percent", "60"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
