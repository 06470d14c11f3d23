package org.beeyard.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.beeyard.SteppedClock;
import org.beeyard.executor.Executor.Launch;
import org.beeyard.job.Sighting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void puts_back_what_the_cluster_cannot_take_now(int status) throws IOException {
        assertThat(launch(status, "failed calling webhook mjob.kb.io"))
                .isInstanceOfSatisfying(
                        Launch.NoRoom.class,
                        room -> assertThat(room.words())
                                .startsWith("The cluster takes no Jobs now")
                                .contains("failed calling webhook mjob.kb.io"));
    }

    @Test
    void begins_anew_what_was_made_by_another_token_while_the_api_server_has_trouble() throws IOException {
        readingAnswers(
                200,
                new JobBuilder()
                        .withNewMetadata()
                        .addToLabels(JobShape.TOKEN, "other")
                        .endMetadata()
                        .build());
        assertThat(launch(500, "etcdserver: request timed out")).isEqualTo(new Launch.Taken());
    }

    @Test
    void does_not_know_what_became_of_it_when_the_api_server_cannot_be_read_either() {
        readingAnswers(503, new StatusBuilder().withCode(503).build());
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

    @Test
    void asks_no_more_for_a_moment_when_nobody_has_answered() {
        SteppedClock clock = new SteppedClock();
        try (KubernetesClient plain = server.createClient(new OkHttpClientFactory());
                KubernetesClient client = PingingClient.to(plain.getConfiguration())) {
            KubernetesExecutor executor = KubernetesExecutorTest.executor(client, clock);
            int port = server.getPort();
            server.shutdown();
            Sighting unseen = executor.look(7);
            try (FakeCluster _ = new FakeCluster(port)) {
                assertThat(executor.look(7)).isInstanceOf(Sighting.Unseen.class).isEqualTo(unseen);
                clock.set(Duration.ofSeconds(11));
                assertThat(executor.look(7)).isInstanceOf(Sighting.Absent.class);
            }
        }
    }

    private void readingAnswers(int status, Object body) {
        server.expect()
                .get()
                .withPath("/apis/batch/v1/namespaces/beeyard-jobs/jobs/beeyard-a7")
                .andReturn(status, body)
                .always();
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
