package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** The way to the API server. A watch on which nothing happens is kept alive, and a dead one is noticed, by pings. */
@ApplicationScoped
class PingingClient {

    private static final Duration PING = Duration.ofSeconds(15);
    private static final int REQUEST_MILLIS = 10_000;

    @Produces
    @ApplicationScoped
    KubernetesClient client(Config config) {
        return to(config);
    }

    static KubernetesClient to(Config config) {
        Config ours = new ConfigBuilder(config)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(1) // whoever asks comes again anyway, and knows better when
                .build();
        return new KubernetesClientBuilder()
                .withConfig(ours)
                .withHttpClientFactory(new OkHttpClientFactory() {
                    @Override
                    protected void additionalConfig(OkHttpClient.Builder builder) {
                        builder.pingInterval(PING);
                    }
                })
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }
}
