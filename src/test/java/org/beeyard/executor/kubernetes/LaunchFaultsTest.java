package org.beeyard.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.time.Clock;
import org.beeyard.executor.Executor.Launch;
import org.beeyard.job.Sighting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaunchFaultsTest {

    private final KubernetesMockServer server = new KubernetesMockServer(false);

    @BeforeEach
    void begin() {
        server.init();
    }

    @AfterEach
    void end() {
        server.destroy();
    }

    @Test
    void puts_back_what_a_quota_has_no_room_for() throws IOException {
        assertThat(launch(403, "exceeded quota: jobs"))
                .isInstanceOfSatisfying(
                        Launch.NoRoom.class,
                        room -> assertThat(room.words())
                                .startsWith("The cluster forbids the Job now")
                                .contains("exceeded quota: jobs"));
    }

    @Test
    void gives_up_what_the_cluster_refuses() throws IOException {
        assertThat(launch(422, "spec.template: invalid"))
                .isInstanceOfSatisfying(
                        Launch.Refused.class,
                        refused -> assertThat(refused.words())
                                .startsWith("The cluster refuses the Job")
                                .contains("spec.template: invalid"));
    }

    @Test
    void does_not_know_what_became_of_it_when_the_api_server_has_trouble() {
        assertThatThrownBy(() -> launch(503, "the server is starting"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server is starting");
    }

    @Test
    void knows_nothing_of_an_attempt_while_no_api_server_answers() {
        try (KubernetesClient plain = server.createClient(new OkHttpClientFactory());
                KubernetesClient client = PingingClient.to(plain.getConfiguration())) {
            KubernetesExecutor executor = KubernetesExecutorTest.executor(client, Clock.systemUTC());
            server.shutdown();
            assertThat(executor.look(7))
                    .isInstanceOfSatisfying(
                            Sighting.Unseen.class,
                            unseen -> assertThat(unseen.words())
                                    .startsWith("the cluster's API server cannot be asked: ")
                                    .doesNotContain("null")
                                    .doesNotEndWith("."));
        }
    }

    private Launch launch(int status, String message) throws IOException {
        server.expect()
                .post()
                .withPath("/apis/batch/v1/namespaces/beeyard-jobs/jobs")
                .andReturn(
                        status,
                        new StatusBuilder()
                                .withCode(status)
                                .withMessage(message)
                                .withStatus("Failure")
                                .build())
                .always();
        try (KubernetesClient plain = server.createClient(new OkHttpClientFactory());
                KubernetesClient client = PingingClient.to(plain.getConfiguration())) {
            return KubernetesExecutorTest.executor(client, Clock.systemUTC())
                    .launch("kube", KubernetesExecutorTest.claim("one"));
        }
    }
}
